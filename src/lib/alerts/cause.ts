/** Where somebody is behind, in words: nothing here but texts that are named, so that a phone loads only these. */
import type { Cause, Rule } from '$lib/domain/laggard.ts';
import { amountText, type Measure } from '$lib/format/amount.ts';
import { numberFormat } from '$lib/format/locale.ts';
import { metricName } from '$lib/format/metric.ts';
import { percent } from '$lib/format/percent.ts';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';

/** How amounts are written; metrics by code. */
export interface Measures {
	fractionDigits: number;
	metrics: Readonly<Record<string, { name: string; kind: 'money' | 'count' }>>;
}

export const ruleName: Readonly<Record<Rule, () => string>> = {
	pace: m.alerts_rule_pace,
	idle: m.alerts_rule_idle,
	collection: m.alerts_rule_collection,
	report: m.alerts_rule_report,
	check: m.alerts_rule_check
};

/** Hours that are longer than this are not counted out. */
const MOST_HOURS = 100;

export function measureOf(metric: string, { fractionDigits, metrics }: Measures): Measure {
	return { kind: metrics[metric]?.kind ?? 'money', fractionDigits };
}
const nameOf = (metric: string, { metrics }: Measures): string =>
	metricName({ code: metric, name: metrics[metric]?.name ?? metric });
export const decimal = (value: number): string =>
	numberFormat(getLocale(), value >= 10 || Number.isInteger(value) ? 0 : 1).format(value);

/** `*…*` stands out (components/Emphasis.svelte). */
export function causeText(cause: Cause, measures: Measures): string {
	const locale = getLocale();
	if (cause.rule === 'pace') {
		const text = (amount: number) => amountText(amount, measureOf(cause.metric, measures), locale);
		const inputs = {
			metric: nameOf(cause.metric, measures),
			percent: percent(cause.index, 0, locale),
			value: text(cause.value),
			expected: text(cause.expected ?? 0)
		};
		return cause.requiredPerDay === undefined
			? m.alerts_cause_pace_last(inputs)
			: m.alerts_cause_pace({ ...inputs, perDay: text(cause.requiredPerDay) });
	}
	if (cause.rule === 'idle') {
		const hours = Math.floor(cause.minutes / 60);
		return hours >= MOST_HOURS
			? m.alerts_cause_idle_long({ hours: decimal(MOST_HOURS) })
			: m.alerts_cause_idle({ hours: decimal(hours) });
	}
	if (cause.rule === 'collection')
		return m.alerts_cause_collection({
			metric: nameOf(cause.metric, measures),
			days: decimal(Math.round(cause.lagDays * 10) / 10),
			missing: amountText(
				Math.max(0, (cause.expected ?? 0) - cause.value),
				measureOf(cause.metric, measures),
				locale
			)
		});
	return cause.rule === 'report' ? m.alerts_cause_report() : m.alerts_cause_check();
}

/** What to do next, said to who is behind. */
export const ownStep: Readonly<Record<Rule, () => string>> = {
	pace: m.alerts_mine_pace,
	idle: m.alerts_mine_idle,
	collection: m.alerts_mine_collection,
	report: m.alerts_mine_report,
	check: m.alerts_mine_check
};
