/** What the month's figures mean, in words: where we are against the time mark, and what it takes from here. */
import { amountText, type Measure } from '$lib/format/amount.ts';
import { numberFormat, type Locale } from '$lib/format/locale.ts';
import { points } from '$lib/format/percent.ts';
import type { Progress } from '$lib/live/board.ts';
import { m } from '$lib/paraglide/messages.js';

export type Tone = 'reached' | 'ahead' | 'behind' | 'plain';

export interface Pace {
	/** One or two lines with *emphasis*. */
	lines: string[];
	tone: Tone;
}

export const isReached = (progress: Progress): boolean =>
	progress.target !== undefined && progress.target > 0 && progress.value >= progress.target;

/** Never `0` while there is still time left. */
function daysText(days: number, locale: Locale): string {
	const rounded = Math.max(0.1, Math.round(days * 10) / 10);
	return numberFormat(locale, Number.isInteger(rounded) ? 0 : 1).format(rounded);
}

export function paceOf(month: Progress, measure: Measure, locale: Locale): Pace {
	const { target, attainment, timeProgress, requiredPerDay } = month;
	if (target === undefined)
		return { lines: [m.wall_no_month_target({}, { locale })], tone: 'plain' };

	const left = month.remainingDays ?? 0;
	const days = { days: daysText(left, locale), count: left };
	const money = (value: number) => amountText(value, measure, locale);

	if (isReached(month)) {
		const over = month.value - target;
		const first =
			over > 0
				? m.pace_done_over({ amount: money(over) }, { locale })
				: m.pace_done({}, { locale });
		return {
			lines: left > 0 ? [first, m.pace_days_left(days, { locale })] : [first],
			tone: 'reached'
		};
	}

	const lines: string[] = [];
	let tone: Tone = 'plain';
	if (attainment !== undefined && timeProgress !== undefined) {
		const distance = { points: points(attainment, timeProgress, locale) };
		const level = Math.abs(attainment - timeProgress) < 0.0005;
		tone = level || attainment > timeProgress ? 'ahead' : 'behind';
		lines.push(
			level
				? m.pace_level({}, { locale })
				: tone === 'ahead'
					? m.pace_ahead(distance, { locale })
					: m.pace_behind(distance, { locale })
		);
	}

	const gap = money(month.gap ?? target - month.value);
	if (left <= 0) lines.push(m.pace_over({ amount: gap }, { locale }));
	else if (left <= 1 || requiredPerDay === undefined) {
		// Per day would be more than all that is missing.
		lines.push(m.pace_last_day({ ...days, amount: gap }, { locale }));
	} else lines.push(m.pace_required({ ...days, amount: money(requiredPerDay) }, { locale }));
	return { lines, tone };
}
