/** What a person may and whether they can sign in, in words. */
import { m } from '$lib/paraglide/messages.js';
import type { AccessState, PersonRole, PersonRow } from '$server/people/list.ts';

type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'gold';

export const ROLE_NAME: Record<PersonRole, () => string> = {
	administrator: m.people_role_administrator,
	manager: m.people_role_manager,
	rep: m.people_role_rep,
	viewer: m.people_role_viewer
};

export const STATE_NAME: Record<AccessState, () => string> = {
	none: m.people_state_none,
	invited: m.people_state_invited,
	active: m.people_state_active,
	disabled: m.people_state_disabled
};

export const STATE_TONE: Record<AccessState, Tone> = {
	none: 'neutral',
	invited: 'warn',
	active: 'good',
	disabled: 'bad'
};

export const roleNames = (person: PersonRow): string[] => [
	...(person.administrator ? [m.people_role_administrator()] : []),
	...person.leads.map(({ name }) => m.people_role_manager_of({ unit: name })),
	...(person.sells ? [m.people_role_rep()] : []),
	...(person.viewer ? [m.people_role_viewer()] : [])
];

export const personHref = (code: string): string => `/admin/people/${encodeURIComponent(code)}`;
