/** The menu of the paper pages: what whoever is signed in may open. Its texts are `menu_<name>` and `menu_group_<name>`. */
import { reachOf, type Action, type Principal } from '$lib/domain/permissions.ts';

interface Entry {
	name: string;
	href: string;
	/** Who may do this sees the entry. */
	action: Action;
}

const ADMIN = '/admin/';

const MENU = [
	{
		group: 'daily',
		items: [
			{ name: 'floor', href: '/floor', action: 'floor.enter' },
			{ name: 'me', href: '/me', action: 'me.enter' },
			{ name: 'record', href: '/record', action: 'ledger.append' },
			{ name: 'alerts', href: '/alerts', action: 'alerts.read' },
			{ name: 'cheers', href: '/cheers', action: 'celebrations.cheer' },
			{ name: 'contests', href: '/contests', action: 'contests.read' }
		]
	},
	{
		group: 'targets',
		items: [
			{ name: 'targets', href: '/targets', action: 'targets.read' },
			{ name: 'answers', href: '/targets/answers', action: 'targets.answer' },
			{ name: 'letters', href: '/targets/letters', action: 'letters.read' },
			{ name: 'tracking', href: '/targets/tracking', action: 'progress.read' },
			{ name: 'check', href: '/targets/check', action: 'targets.check' },
			{ name: 'replay', href: '/targets/replay', action: 'leaderboard.read' },
			{ name: 'past', href: '/targets/past', action: 'leaderboard.read' }
		]
	},
	{
		group: 'process',
		items: [
			{ name: 'help', href: '/process/help', action: 'help.take' },
			{ name: 'reports', href: '/process/reports', action: 'help.take' },
			{ name: 'actions', href: '/process/actions', action: 'floor.act' },
			{ name: 'spot_checks', href: '/process/spot-checks', action: 'floor.act' },
			{ name: 'process', href: '/process/settings', action: 'settings.write' }
		]
	},
	{
		group: 'company',
		items: [
			{ name: 'units', href: '/admin/units', action: 'units.write' },
			{ name: 'people', href: '/admin/people', action: 'people.write' },
			{ name: 'customers', href: '/admin/customers', action: 'customers.write' },
			{ name: 'products', href: '/admin/products', action: 'products.write' },
			{ name: 'metrics', href: '/admin/metrics', action: 'metrics.write' },
			{ name: 'calendar', href: '/admin/calendar', action: 'calendar.read' },
			{ name: 'alertRules', href: '/admin/alerts', action: 'alerts.set' }
		]
	},
	{
		group: 'work',
		items: [
			{ name: 'contest_setup', href: '/admin/contests', action: 'contests.manage' },
			{ name: 'boards', href: '/admin/boards', action: 'boards.manage' },
			{ name: 'displays', href: '/admin/displays', action: 'displays.manage' },
			{ name: 'imports', href: '/admin/imports', action: 'imports.run' },
			{ name: 'periods', href: '/admin/periods', action: 'periods.close' }
		]
	},
	{
		group: 'system',
		items: [
			{ name: 'settings', href: '/admin/settings', action: 'settings.write' },
			{ name: 'keys', href: '/admin/keys', action: 'keys.manage' },
			{ name: 'audit', href: '/admin/audit', action: 'audit.read' }
		]
	}
] as const satisfies readonly { group: string; items: readonly Entry[] }[];

export type MenuGroupName = (typeof MENU)[number]['group'];
export type MenuItemName = (typeof MENU)[number]['items'][number]['name'];

export interface MenuGroup {
	group: MenuGroupName;
	items: { name: MenuItemName; href: string }[];
}

export function menuFor(principal: Principal): MenuGroup[] {
	const sees = ({ href, action }: Entry) =>
		reachOf(principal, action) !== 'none' &&
		(!href.startsWith(ADMIN) || reachOf(principal, 'admin.enter') !== 'none');
	return MENU.map(({ group, items }) => ({
		group,
		items: (items as readonly (Entry & { name: MenuItemName })[])
			.filter(sees)
			.map(({ name, href }) => ({ name, href }))
	})).filter(({ items }) => items.length > 0);
}
