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
		'?/disconnect': 'account.manage',
		'?/media': 'account.manage',
		'?/dropMedia': 'account.manage'
	},
	'/record': { load: 'ledger.append', '?/default': 'ledger.append' },
	/** The manager's tablet; whose unit, and whose spot checks, the route checks. */
	'/floor': { load: 'floor.enter' },
	'/floor/spot-checks': { GET: 'floor.act' },
	/** Whoever does not sell is led elsewhere. */
	'/me': { load: 'account.manage' },
	'/me/entries': { GET: 'me.enter', POST: 'ledger.append' },
	'/me/undo': { POST: 'ledger.undo' },
	'/me/alerts': { POST: 'alerts.act' },
	'/me/customers': { GET: 'me.enter' },
	'/me/days': { GET: 'me.enter' },
	'/me/push': { GET: 'account.manage', POST: 'account.manage', DELETE: 'account.manage' },
	'/tv': { load: 'site.enter' },
	'/tv/pairing': { POST: 'site.enter' },
	'/tv/report': { POST: 'displays.report' },
	'/tv/pictures/[hash]': { GET: 'board.watch' },
	'/tv/frame': { GET: 'board.watch' },
	'/tv/draft': { load: 'boards.manage' },

	'/cheers': { load: 'celebrations.cheer', '?/cheer': 'celebrations.cheer' },
	'/cheers/send': { POST: 'celebrations.cheer' },
	'/cheers/changes': { GET: 'celebrations.cheer' },
	/** Photos and sounds of people: named by their contents, for walls too. */
	'/media/[hash]': { GET: 'board.watch' },
	'/contests': { load: 'contests.read' },
	'/contests/changes': { GET: 'contests.read' },
	'/contests/records': { load: 'contests.read' },
	'/contests/[id]': { load: 'contests.read' },

	'/targets': { load: 'targets.read' },
	'/targets/set': {
		load: 'targets.write',
		'?/amount': 'targets.write',
		'?/factors': 'targets.write'
	},
	'/targets/split': {
		load: 'targets.read',
		'?/draft': 'targets.write',
		'?/issue': 'targets.write',
		'?/settle': 'targets.write',
		'?/withdraw': 'targets.write',
		'?/discard': 'targets.write',
		'?/answer': 'targets.answer'
	},
	'/targets/answers': { load: 'targets.answer', '?/answer': 'targets.answer' },
	'/targets/changes': { GET: 'targets.read' },
	'/targets/days': { load: 'targets.read', '?/save': 'targets.write' },
	'/targets/tracking': { load: 'progress.read' },
	'/targets/tracking/changes': { GET: 'progress.read' },
	'/targets/tracking/export': { GET: 'progress.read' },
	'/targets/check': { load: 'targets.check', '?/tick': 'targets.check' },
	'/targets/check/[rep]': { load: 'targets.check' },
	'/targets/replay': { load: 'leaderboard.read' },
	'/targets/letters': { load: 'letters.read', '?/prepare': 'letters.write' },
	'/targets/letters/[id]': {
		load: 'letters.read',
		'?/answer': 'letters.answer',
		'?/sign': 'letters.answer',
		'?/countersign': 'letters.write',
		'?/offer': 'letters.write',
		'?/terms': 'letters.write',
		'?/refresh': 'letters.write',
		'?/renew': 'letters.write',
		'?/end': 'letters.write'
	},
	'/targets/past': { load: 'leaderboard.read' },
	'/targets/past/wall': { load: 'leaderboard.read' },

	/** Each command asks for an action of its own besides (src/lib/process/actions.ts). */
	'/process/commands': { POST: 'visits.write' },
	/** Says that something changed; what, the page reads again. */
	'/process/changes': { GET: 'help.take' },
	'/process/help': { load: 'help.take', '?/take': 'help.take', '?/close': 'help.take' },
	'/process/actions': { load: 'floor.act', '?/settle': 'floor.act' },
	'/process/spot-checks': {
		load: 'floor.act',
		'?/draw': 'floor.act',
		'?/record': 'floor.act'
	},
	'/process/reports': { load: 'reports.read' },
	'/process/settings': { load: 'settings.write', '?/default': 'settings.write' },
	'/process/photos/[id]': { GET: 'floor.act', PUT: 'floor.act' },
	'/alerts': {
		load: 'alerts.read',
		'?/acknowledge': 'alerts.act',
		'?/snooze': 'alerts.act',
		'?/action': 'floor.act',
		'?/help': 'help.take'
	},
	'/alerts/bell': { GET: 'alerts.read' },
	'/alerts/changes': { GET: 'alerts.read' },
	'/alerts/[rep]': { load: 'alerts.read' },

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
	'/admin/alerts': { load: 'alerts.set', '?/default': 'alerts.set' },
	'/admin/alerts/preview': { GET: 'alerts.set' },
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
		'?/invite': 'people.invite',
		'?/media': 'people.write',
		'?/dropMedia': 'people.write'
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
	'/admin/contests': { load: 'contests.manage' },
	'/admin/contests/new': { load: 'contests.manage', '?/default': 'contests.manage' },
	'/admin/contests/[id]': {
		load: 'contests.manage',
		'?/save': 'contests.manage',
		'?/remove': 'contests.manage'
	},
	'/admin/keys': { load: 'keys.manage', '?/revoke': 'keys.manage' },
	'/admin/keys/new': { load: 'keys.manage', '?/default': 'keys.manage' },
	'/admin/periods': {
		load: 'periods.close',
		'?/close': 'periods.close',
		'?/reopen': 'periods.close'
	},
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
	'/admin/boards': { load: 'boards.manage' },
	'/admin/boards/new': { load: 'boards.manage', '?/default': 'boards.manage' },
	'/admin/boards/draft': { POST: 'boards.manage' },
	'/admin/boards/pictures': { POST: 'boards.manage' },
	'/admin/boards/[code]': {
		load: 'boards.manage',
		'?/save': 'boards.manage',
		'?/duplicate': 'boards.manage',
		'?/remove': 'boards.manage'
	},
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
