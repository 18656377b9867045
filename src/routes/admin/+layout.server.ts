import { reachOf, type Action } from '$lib/domain/permissions.ts';
import type { LayoutServerLoad } from './$types';

/** The menu: what whoever is signed in may open. Its texts are `admin_<name>`. */
const MENU = [
	{
		group: 'company',
		items: [
			['units', 'units.write'],
			['people', 'people.write'],
			['customers', 'customers.write'],
			['products', 'products.write'],
			['metrics', 'metrics.write'],
			['calendar', 'calendar.write']
		]
	},
	{
		group: 'work',
		items: [
			['displays', 'displays.manage'],
			['imports', 'imports.run']
		]
	},
	{
		group: 'system',
		items: [
			['settings', 'settings.write'],
			['keys', 'keys.manage'],
			['audit', 'audit.read']
		]
	}
] as const satisfies readonly {
	group: string;
	items: readonly (readonly [name: string, action: Action])[];
}[];

export type MenuGroup = (typeof MENU)[number]['group'];
export type MenuItem = (typeof MENU)[number]['items'][number][0];

export const load: LayoutServerLoad = ({ locals }) => {
	const { principal, app } = locals;
	const menu: { group: MenuGroup; items: MenuItem[] }[] = MENU.map(({ group, items }) => ({
		group,
		items: items.filter(([, action]) => reachOf(principal, action) !== 'none').map(([name]) => name)
	})).filter(({ items }) => items.length > 0);
	return {
		menu,
		organisation: app.organisation.settings.name,
		timeZone: app.organisation.settings.timeZone,
		me: principal.kind === 'person' ? { code: principal.code, name: principal.name } : undefined
	};
};
