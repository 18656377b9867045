/** What the menu's entries are called. */
import type { MenuGroupName, MenuItemName } from '$lib/access/menu.ts';
import { m } from '$lib/paraglide/messages.js';

export const groupName: Readonly<Record<MenuGroupName, () => string>> = {
	daily: m.menu_group_daily,
	targets: m.menu_group_targets,
	process: m.menu_group_process,
	company: m.menu_group_company,
	work: m.menu_group_work,
	system: m.menu_group_system
};

export const itemName: Readonly<Record<MenuItemName, () => string>> = {
	floor: m.menu_floor,
	me: m.menu_me,
	record: m.menu_record,
	answers: m.menu_answers,
	cheers: m.menu_cheers,
	contests: m.menu_contests,
	contest_setup: m.menu_contest_setup,
	tracking: m.menu_tracking,
	check: m.menu_check,
	replay: m.menu_replay,
	past: m.menu_past,
	targets: m.menu_targets,
	help: m.menu_help,
	reports: m.menu_reports,
	actions: m.menu_actions,
	spot_checks: m.menu_spot_checks,
	process: m.menu_process,
	letters: m.menu_letters,
	units: m.menu_units,
	people: m.menu_people,
	customers: m.menu_customers,
	products: m.menu_products,
	metrics: m.menu_metrics,
	calendar: m.menu_calendar,
	alerts: m.menu_alerts,
	alertRules: m.menu_alert_rules,
	boards: m.menu_boards,
	displays: m.menu_displays,
	imports: m.menu_imports,
	periods: m.menu_periods,
	settings: m.menu_settings,
	keys: m.menu_keys,
	audit: m.menu_audit
};
