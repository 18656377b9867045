/** The month as running totals, one point per day. Pure: what the chart draws, without the chart. */
import type { Progress } from '../live/board.ts';
import type { Trend } from '../scenes/states.ts';

export interface Cumulative {
	/** Business dates, first to last of the month. */
	days: string[];
	/** Index of today in `days`; −1 when it is outside. */
	today: number;
	/** Empty when there is no target. */
	target: number[];
	/** null after today. */
	actual: (number | null)[];
	/** From today's total to the projected end; null elsewhere. Empty when there is no projection. */
	heading: (number | null)[];
}

/** The days of the month in which the period lies; a period of a month never spans two. */
function daysOf(period: Progress['period']): string[] {
	const month = period.from.slice(0, 8);
	const last = Number(period.to.slice(8));
	return Array.from({ length: last }, (_, i) => month + String(i + 1).padStart(2, '0'));
}

function runningTotal(days: string[], amounts: Record<string, number>): number[] {
	let sum = 0;
	return days.map((day) => (sum += amounts[day] ?? 0));
}

export function cumulative(month: Progress, today: string, trend: Trend): Cumulative {
	const days = daysOf(month.period);
	const at = days.indexOf(today);
	const totals = runningTotal(days, trend.actuals);
	const end = days.length - 1;
	const heads = month.projection !== undefined && at >= 0 && at < end;
	return {
		days,
		today: at,
		target: month.target === undefined ? [] : runningTotal(days, trend.targets),
		actual: totals.map((total, i) => (i <= at ? total : null)),
		heading: heads
			? totals.map((total, i) => (i === at ? total : i === end ? (month.projection ?? null) : null))
			: []
	};
}
