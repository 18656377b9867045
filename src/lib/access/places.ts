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

	'/targets': { load: 'targets.read' },
	'/targets/set': {
		load: 'targets.write',
		'?/amount': 'targets.write',
		'?/factors': 'targets.write'
	},
	'/targets/split': {
		load: 'targets.read',
		'?/draft': 'targets.write',
		'?/settle': 'targets.write',
		'?/discard': 'targets.write'
	},
	'/targets/days': { load: 'targets.read', '?/save': 'targets.write' },

	'/admin': { load: 'admin.enter' }
};

/** What a form may send at most. The API limits itself; a file comes as a stream to a place of its own. */
export const MAX_FORM_BYTES = 1024 * 1024;
export const TAKES_FILES: readonly string[] = [];
