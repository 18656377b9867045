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
		items: [{ name: 'record', href: '/record', action: 'ledger.append' }]
	},
	{
		group: 'targets',
		items: [
			{ name: 'targets', href: '/targets', action: 'targets.read' },
			{ name: 'tracking', href: '/targets/tracking', action: 'progress.read' },
			{ name: 'check', href: '/targets/check', action: 'targets.check' },
			{ name: 'replay', href: '/targets/replay', action: 'leaderboard.read' }
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
			{ name: 'calendar', href: '/admin/calendar', action: 'calendar.read' }
		]
	},
	{
		group: 'work',
		items: [
			{ name: 'boards', href: '/admin/boards', action: 'boards.manage' },
			{ name: 'displays', href: '/admin/displays', action: 'displays.manage' },
			{ name: 'imports', href: '/admin/imports', action: 'imports.run' }
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
