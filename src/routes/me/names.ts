/** What the words of the sales process are called on the phone. */
import type { HelpOutcome, Obstacle } from '$lib/domain/help.ts';
import type { Question } from '$lib/domain/report.ts';
import type { VisitPurpose } from '$lib/domain/visit.ts';
import { m } from '$lib/paraglide/messages.js';

type Names<Key extends string> = Readonly<Record<Key, () => string>>;

export const obstacleName: Names<Obstacle> = {
	customer: m.me_obstacle_customer,
	price: m.me_obstacle_price,
	product: m.me_obstacle_product,
	supply: m.me_obstacle_supply,
	competitor: m.me_obstacle_competitor,
	collection: m.me_obstacle_collection,
	skill: m.me_obstacle_skill,
	time: m.me_obstacle_time,
	other: m.me_obstacle_other
};

export const outcomeName: Names<HelpOutcome> = {
	solved: m.me_help_closed_solved,
	partly: m.me_help_closed_partly,
	not: m.me_help_closed_not
};

export const purposeName: Names<VisitPurpose> = {
	'new-customer': m.me_purpose_new_customer,
	'market-survey': m.me_purpose_market_survey,
	collection: m.me_purpose_collection,
	service: m.me_purpose_service,
	complaint: m.me_purpose_complaint,
	order: m.me_purpose_order,
	other: m.me_purpose_other
};

/** In the order of the day; not the domain's own list, which comes with a calendar that a phone need not load. */
export const QUESTIONS = ['yesterday', 'today', 'tomorrow'] as const satisfies readonly Question[];

export const questionName: Names<Question> = {
	yesterday: m.me_yesterday,
	today: m.me_today_work,
	tomorrow: m.me_tomorrow
};

export const questionHint: Names<Question> = {
	yesterday: m.me_report_hint_yesterday,
	today: m.me_report_hint_today,
	tomorrow: m.me_report_hint_tomorrow
};
