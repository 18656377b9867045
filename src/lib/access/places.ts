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

	'/admin/imports': { load: 'imports.run' },
	'/admin/imports/upload': { PUT: 'imports.run' },
	'/admin/imports/[id]': {
		load: 'imports.run',
		'?/columns': 'imports.run',
		'?/run': 'imports.run',
		'?/undo': 'imports.run',
		'?/discard': 'imports.run'
	},
	'/admin/imports/[id]/rejected': { GET: 'imports.run' },
	'/admin/imports/[id]/map': { GET: 'imports.run' }
};
