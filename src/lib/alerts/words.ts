/** Alerts in words, with their numbers. */
import type { Cause, NextStep, Rule } from '$lib/domain/laggard.ts';
import { amountText, type Measure } from '$lib/format/amount.ts';
import { numberFormat } from '$lib/format/locale.ts';
import { metricName } from '$lib/format/metric.ts';
import { percent } from '$lib/format/percent.ts';
import * as messages from '$lib/paraglide/messages.js';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import type { AlertView } from '$server/alerts/alerts.ts';

/** How amounts are written; metrics by code. */
export interface Measures {
	fractionDigits: number;
	metrics: Readonly<Record<string, { name: string; kind: 'money' | 'count' }>>;
}

const catalogue = messages as unknown as Record<string, ((inputs?: object) => string) | undefined>;

export const ruleName: Readonly<Record<Rule, () => string>> = {
	pace: m.alerts_rule_pace,
	idle: m.alerts_rule_idle,
	collection: m.alerts_rule_collection,
	report: m.alerts_rule_report,
	check: m.alerts_rule_check
};

/** Hours that are longer than this are not counted out. */
const MOST_HOURS = 100;

function measureOf(metric: string, { fractionDigits, metrics }: Measures): Measure {
	return { kind: metrics[metric]?.kind ?? 'money', fractionDigits };
}
const nameOf = (metric: string, { metrics }: Measures): string =>
	metricName({ code: metric, name: metrics[metric]?.name ?? metric });
const decimal = (value: number): string =>
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

/** What has changed since it was raised; undefined when it stands as it stood. */
export function nowText({ cause, now }: AlertView): string | undefined {
	if (now?.rule === 'pace' && cause.rule === 'pace') {
		const [then, here] = [cause, now].map(({ index }) => percent(index, 0, getLocale()));
		return then === here ? undefined : m.alerts_now_pace({ percent: here! });
	}
	if (now?.rule === 'collection' && cause.rule === 'collection') {
		const [then, here] = [cause, now].map(({ lagDays }) => decimal(Math.round(lagDays * 10) / 10));
		return then === here ? undefined : m.alerts_now_collection({ days: here! });
	}
	return undefined;
}

const ownStep: Readonly<Record<Rule, () => string>> = {
	pace: m.alerts_mine_pace,
	idle: m.alerts_mine_idle,
	collection: m.alerts_mine_collection,
	report: m.alerts_mine_report,
	check: m.alerts_mine_check
};

/** What to do next: for whoever leads, or for the rep. */
export function stepText(
	{ mine, rule, step }: Pick<AlertView, 'mine' | 'rule' | 'step'>,
	measures: Measures
): string {
	if (mine) return ownStep[rule]();
	const { key, params }: NextStep = step;
	const metric = String(params.metric ?? '');
	const inputs = Object.fromEntries(
		Object.entries(params).map(([name, value]) => [
			name,
			(name === 'perDay' || name === 'missing') && typeof value === 'number'
				? amountText(value, measureOf(metric, measures), getLocale())
				: value
		])
	);
	return catalogue[`alerts_step_${key}`]?.(inputs) ?? key;
}
