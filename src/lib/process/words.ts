/** What the words of the sales process are called on a screen. */
import type { HelpOutcome, Obstacle } from '$lib/domain/help.ts';
import type { SpotKind, SpotResult } from '$lib/domain/spot-check.ts';
import type { VisitPurpose } from '$lib/domain/visit.ts';
import { m } from '$lib/paraglide/messages.js';
import type { ActionOrigin } from '$server/process/schema.ts';

export const obstacleName: Readonly<Record<Obstacle, () => string>> = {
	customer: m.process_obstacle_customer,
	price: m.process_obstacle_price,
	product: m.process_obstacle_product,
	supply: m.process_obstacle_supply,
	competitor: m.process_obstacle_competitor,
	collection: m.process_obstacle_collection,
	skill: m.process_obstacle_skill,
	time: m.process_obstacle_time,
	other: m.process_obstacle_other
};

export const outcomeName: Readonly<Record<HelpOutcome, () => string>> = {
	solved: m.process_outcome_solved,
	partly: m.process_outcome_partly,
	not: m.process_outcome_not
};

export const purposeName: Readonly<Record<VisitPurpose, () => string>> = {
	'new-customer': m.process_purpose_new_customer,
	'market-survey': m.process_purpose_market_survey,
	collection: m.process_purpose_collection,
	service: m.process_purpose_service,
	complaint: m.process_purpose_complaint,
	order: m.process_purpose_order,
	other: m.process_purpose_other
};

export const originName: Readonly<Record<ActionOrigin, () => string>> = {
	alert: m.process_origin_alert,
	help: m.process_origin_help,
	note: m.process_origin_note,
	coaching: m.process_origin_coaching,
	'spot-check': m.process_origin_spot_check,
	own: m.process_origin_own
};

export const spotKindName: Readonly<Record<SpotKind, () => string>> = {
	entry: m.process_spot_entry,
	visit: m.process_spot_visit,
	report: m.process_spot_report
};

export const spotResultName: Readonly<Record<SpotResult, () => string>> = {
	right: m.process_spot_right,
	wrong: m.process_spot_wrong,
	unclear: m.process_spot_unclear
};

/** What notes are tagged with where nothing else is set. */
export const usualTags = (): string[] => [
	m.process_tag_mood(),
	m.process_tag_method(),
	m.process_tag_discipline(),
	m.process_tag_customer(),
	m.process_tag_praise()
];

/** "1 小时 20 分", of minutes. */
export function durationText(minutes: number): string {
	const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
	if (hours === 0) return m.process_minutes({ minutes });
	return rest === 0
		? m.process_hours({ hours })
		: m.process_hours_minutes({ hours, minutes: rest });
}
