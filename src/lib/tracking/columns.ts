/** The columns of the day table, told once for the page and for the workbook. */
import type { TrackedDay } from '$lib/domain/heat.ts';
import { scaleFor, type Measure, type Scale } from '$lib/format/amount.ts';
import type { Locale } from '$lib/format/locale.ts';
import { m } from '$lib/paraglide/messages.js';

export type AmountKey =
	'target' | 'actual' | 'cumulativeTarget' | 'cumulativeActual' | 'gap' | 'requiredPerDay';
export type RatioKey = 'attainment' | 'timeProgress';

export type DayColumn =
	| { key: AmountKey; kind: 'amount'; label: () => string; scale: 'day' | 'sum' }
	| { key: RatioKey; kind: 'ratio'; label: () => string };

export const DAY_COLUMNS: readonly DayColumn[] = [
	{ key: 'target', kind: 'amount', label: m.tracking_day_target, scale: 'day' },
	{ key: 'actual', kind: 'amount', label: m.tracking_actual, scale: 'day' },
	{ key: 'cumulativeTarget', kind: 'amount', label: m.tracking_cumulative_target, scale: 'sum' },
	{ key: 'cumulativeActual', kind: 'amount', label: m.tracking_cumulative_actual, scale: 'sum' },
	{ key: 'attainment', kind: 'ratio', label: m.tracking_attainment },
	{ key: 'gap', kind: 'amount', label: m.tracking_gap, scale: 'sum' },
	{ key: 'timeProgress', kind: 'ratio', label: m.tracking_time_progress },
	{ key: 'requiredPerDay', kind: 'amount', label: m.tracking_required, scale: 'day' }
];

/** One scale for what happens on a day and one for sums: a column compares at a glance. */
export function scalesOf(
	days: readonly TrackedDay[],
	measure: Measure,
	locale: Locale
): Record<'day' | 'sum', Scale> {
	const largest = (keys: readonly AmountKey[]) =>
		Math.max(0, ...days.flatMap((day) => keys.map((key) => Math.abs(day[key] ?? 0))));
	return {
		day: scaleFor(largest(['target', 'actual']), measure, locale),
		sum: scaleFor(largest(['cumulativeTarget', 'cumulativeActual']), measure, locale)
	};
}

/** `日目标（万）`: the unit stands once, above the column. */
export const columnTitle = (name: string, { unit }: Scale): string =>
	unit === '' ? name : m.tracking_unit_of_column({ name, unit });
