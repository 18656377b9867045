/** Alerts in words, with their numbers. */
import type { NextStep } from '$lib/domain/laggard.ts';
import { amountText } from '$lib/format/amount.ts';
import { percent } from '$lib/format/percent.ts';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import type { AlertView } from '$server/alerts/alerts.ts';
import { decimal, measureOf, ownStep, type Measures } from './cause.ts';

export { causeText, ruleName, type Measures } from './cause.ts';

type Step = (inputs: Record<string, unknown>) => string;

/** By name: the bell stands on every page, and is not to bring the whole catalogue along. */
const STEPS = {
	pace_talk: m.alerts_step_pace_talk,
	pace_plan: m.alerts_step_pace_plan,
	pace_together: m.alerts_step_pace_together,
	pace_help: m.alerts_step_pace_help,
	pace_review: m.alerts_step_pace_review,
	idle_call: m.alerts_step_idle_call,
	idle_visits: m.alerts_step_idle_visits,
	collection_call: m.alerts_step_collection_call,
	collection_together: m.alerts_step_collection_together,
	report: m.alerts_step_report,
	report_again: m.alerts_step_report_again,
	check: m.alerts_step_check,
	check_again: m.alerts_step_check_again
} as unknown as Readonly<Record<string, Step | undefined>>;

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
	return STEPS[key]?.(inputs) ?? key;
}
