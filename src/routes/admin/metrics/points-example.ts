import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';

/** A usual day: what the example counts. */
const EXAMPLE = { money: 10_000, count: 5 };

/** What so many points come to for a usual amount, in words; undefined while they are no number. */
export function pointsExample(kind: 'money' | 'count', points: unknown): string | undefined {
	if (typeof points !== 'number' || !Number.isFinite(points) || points < 0) return undefined;
	if (points === 0) return m.metric_points_none();
	const format = new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 6 });
	const amount = EXAMPLE[kind];
	const inputs = {
		points: format.format(points),
		amount: format.format(amount),
		result: format.format(Math.round(points * amount * 1e6) / 1e6)
	};
	return kind === 'money'
		? m.metric_points_example_money(inputs)
		: m.metric_points_example_count(inputs);
}
