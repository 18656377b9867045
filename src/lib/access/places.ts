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
	'/login/oidc': { GET: 'site.enter' },
	'/login/oidc/callback': { GET: 'site.enter' },
	'/logout': { POST: 'account.manage' },
	'/forgot': { load: 'site.enter', '?/default': 'site.enter' },
	'/welcome/[secret]': { load: 'site.enter', '?/default': 'site.enter' },
	'/setup': { load: 'site.enter', '?/code': 'site.enter', '?/finish': 'site.enter' },
	'/setup/demo': { load: 'settings.write' },
	'/account': {
		load: 'account.manage',
		'?/profile': 'account.manage',
		'?/push': 'account.manage',
		'?/password': 'account.manage',
		'?/end': 'account.manage',
		'?/endOthers': 'account.manage',
		'?/disconnect': 'account.manage'
	},
	'/record': { load: 'ledger.append', '?/default': 'ledger.append' },
	/** Whoever does not sell is led elsewhere. */
	'/me': { load: 'account.manage' },
	'/me/entries': { GET: 'me.enter', POST: 'ledger.append' },
	'/me/undo': { POST: 'ledger.undo' },
	'/me/customers': { GET: 'me.enter' },
	'/me/days': { GET: 'me.enter' },
	'/me/push': { GET: 'account.manage', POST: 'account.manage', DELETE: 'account.manage' },
	'/tv': { load: 'site.enter' },
	'/tv/pairing': { POST: 'site.enter' },
	'/tv/report': { POST: 'displays.report' },

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
	'/targets/tracking': { load: 'progress.read' },
	'/targets/tracking/changes': { GET: 'progress.read' },
	'/targets/tracking/export': { GET: 'progress.read' },
	'/targets/check': { load: 'targets.check', '?/tick': 'targets.check' },
	'/targets/check/[rep]': { load: 'targets.check' },
	'/targets/replay': { load: 'leaderboard.read' },

	/** Each command asks for an action of its own besides (src/lib/process/actions.ts). */
	'/process/commands': { POST: 'visits.write' },
	'/process/photos/[id]': { GET: 'floor.act', PUT: 'floor.act' },
	'/admin': { load: 'admin.enter' },
	'/admin/calendar': {
		load: 'calendar.read',
		'?/week': 'calendar.write',
		'?/days': 'calendar.write',
		'?/clear': 'calendar.write'
	},
	'/admin/calendar/leave': {
		load: 'people.write',
		'?/add': 'people.write',
		'?/remove': 'people.write'
	},
	'/admin/settings': { load: 'settings.read', '?/default': 'settings.write' },
	'/admin/people': { load: 'people.read' },
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
	},
	'/admin/customers': { load: 'customers.read', '?/handOver': 'customers.write' },
	'/admin/customers/new': { load: 'customers.write', '?/default': 'customers.write' },
	'/admin/customers/[code]': { load: 'customers.write', '?/default': 'customers.write' },
	'/admin/products': { load: 'products.write' },
	'/admin/products/new': { load: 'products.write', '?/default': 'products.write' },
	'/admin/products/[code]': { load: 'products.write', '?/default': 'products.write' },
	'/admin/metrics': { load: 'metrics.write' },
	'/admin/metrics/new': { load: 'metrics.write', '?/default': 'metrics.write' },
	'/admin/metrics/[code]': { load: 'metrics.write', '?/default': 'metrics.write' },
	'/admin/keys': { load: 'keys.manage', '?/revoke': 'keys.manage' },
	'/admin/keys/new': { load: 'keys.manage', '?/default': 'keys.manage' },
	'/admin/audit': { load: 'audit.read' },
	/** Each list asks for an action of its own besides. */
	'/admin/find/[kind]': { GET: 'admin.enter' },
	'/admin/export': { load: 'admin.enter' },
	'/admin/export/[list].[format]': { GET: 'admin.enter' },
	'/admin/displays': {
		load: 'displays.manage',
		'?/identify': 'displays.manage',
		'?/reload': 'displays.manage',
		'?/mute': 'displays.manage',
		'?/blank': 'displays.manage',
		'?/revoke': 'displays.manage'
	},
	'/admin/displays/pair': { load: 'displays.manage', '?/default': 'displays.manage' },
	'/admin/displays/[id]': { load: 'displays.manage', '?/default': 'displays.manage' },
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

/** What a form may send at most. The API limits itself; a file comes as a stream to a place of its own. */
export const MAX_FORM_BYTES = 1024 * 1024;
export const TAKES_FILES: readonly string[] = ['/admin/imports/upload'];
