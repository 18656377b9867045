/**
 * What each page, form action and endpoint asks of whoever comes: the gate (gate.ts) lets nobody past without an
 * entry here. `load` is looking at a page, `?/name` its form action, a method that of a `+server.ts`. API calls name
 * their action themselves (src/lib/api/operations.ts). Whom a single thing belongs to, the route checks (guard.ts).
 */
import type { Action } from '$lib/domain/permissions.ts';

export type Door = 'load' | `?/${string}` | 'GET' | 'POST' | 'PUT' | 'DELETE';

export const PLACES: Readonly<Record<string, Readonly<Partial<Record<Door, Action>>>>> = {
	'/': { load: 'site.enter' },
	'/refused': { load: 'site.enter' },
	'/login': { load: 'site.enter', '?/default': 'site.enter' },
	'/logout': { POST: 'account.manage' },
	'/tv': { load: 'site.enter' },

	'/admin': { load: 'admin.enter' },
	'/admin/people': { load: 'people.read' },
	'/admin/people/find': { GET: 'people.read' },
	'/admin/people/new': { load: 'people.write', '?/default': 'people.write' },
	'/admin/people/cards': { load: 'people.invite', '?/default': 'people.invite' },
	'/admin/people/[code]': {
		load: 'people.read',
		'?/save': 'people.write',
		'?/join': 'people.write',
		'?/end': 'people.write',
		'?/correct': 'people.write',
		'?/cancel': 'people.write',
		'?/away': 'people.write',
		'?/back': 'people.write',
		'?/grant': 'people.grant',
		'?/disable': 'people.grant',
		'?/enable': 'people.grant',
		'?/invite': 'people.invite'
	},
	'/admin/units': {
		load: 'units.write',
		'?/add': 'units.write',
		'?/rename': 'units.write',
		'?/move': 'units.write',
		'?/remove': 'units.write',
		'?/managers': 'people.grant'
	}
};
