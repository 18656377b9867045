/** What the menu's entries are called. */
import type { MenuGroupName, MenuItemName } from '$lib/access/menu.ts';
import { m } from '$lib/paraglide/messages.js';

export const groupName: Readonly<Record<MenuGroupName, () => string>> = {
	daily: m.menu_group_daily,
	targets: m.menu_group_targets,
	company: m.menu_group_company,
	work: m.menu_group_work,
	system: m.menu_group_system
};

export const itemName: Readonly<Record<MenuItemName, () => string>> = {
	record: m.menu_record,
	tracking: m.menu_tracking,
	check: m.menu_check,
	replay: m.menu_replay,
	targets: m.menu_targets,
	units: m.menu_units,
	people: m.menu_people,
	customers: m.menu_customers,
	products: m.menu_products,
	metrics: m.menu_metrics,
	calendar: m.menu_calendar,
	boards: m.menu_boards,
	displays: m.menu_displays,
	imports: m.menu_imports,
	settings: m.menu_settings,
	keys: m.menu_keys,
	audit: m.menu_audit
};
