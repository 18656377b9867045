/** For routes whose permission depends on whose thing it is. */
import { error, type RequestEvent } from '@sveltejs/kit';
import { may, reachOf, type Action, type Person, type Subject } from '$lib/domain/permissions.ts';

type Asking = Pick<RequestEvent, 'locals'>;

/** Goes on only if whoever asks may do this to all of these subjects; else the answer is 403. */
export function demand({ locals }: Asking, action: Action, ...subjects: readonly Subject[]): void {
	if (!subjects.every((subject) => may(locals.principal, action, subject)))
		error(403, { message: 'not-allowed' });
}

/** Goes on only if whoever asks may do this to everything. */
export const demandAll = (asking: Asking, action: Action): void => demand(asking, action, {});

/**
 * For lists: the codes of the units to whose members, and those of all units below, the action reaches; undefined when
 * it reaches everything.
 */
export function unitsWithin({ locals }: Asking, action: Action): readonly string[] | undefined {
	const reach = reachOf(locals.principal, action);
	if (reach === 'any') return undefined;
	return reach === 'unit' && locals.principal.kind === 'person' ? locals.principal.leads : [];
}

/** Whoever is signed in; the gate has let nobody else in. */
export function personOf({ locals }: Asking): Person {
	if (locals.principal.kind !== 'person') error(401, { message: 'not-allowed' });
	return locals.principal;
}
