/** The day-by-day table 日跟踪进度表 behind a pace. docs/SPEC.md, PACE-9. */
import type { IsoDate } from './date.ts';
import { weightOrZero, wholeOrNothing } from './exact.ts';

/** Amounts in the metric's unit, `weight` in hundredths of a working day. What is booked is absent for days to come. */
export interface TrackingRow {
	date: IsoDate;
	weight: number;
	target: number;
	actual?: number;
	cumulativeTarget: number;
	cumulativeActual?: number;
	/** cumulativeActual ÷ cumulativeTarget */
	attainment?: number;
	/** max(0, cumulativeTarget − cumulativeActual) */
	gap?: number;
	/** Weight up to and with this day ÷ total weight. */
	timeProgress?: number;
}

/** `weights` and `targets` (the day targets) belong to `dates`, which ascend; a date without an actual had none: 0. */
export interface TrackingInput {
	dates: readonly IsoDate[];
	weights: readonly number[];
	targets: readonly number[];
	actuals: Readonly<Record<IsoDate, number>>;
	today: IsoDate;
}

const ratio = (n: number, d: number): number | undefined => {
	const value = n / d;
	return Number.isFinite(value) ? value : undefined;
};

export function trackingTable({
	dates,
	weights,
	targets,
	actuals,
	today
}: TrackingInput): TrackingRow[] {
	const weightOf = (i: number): number => weightOrZero(weights[i]);
	const total = dates.reduce((sum, _, i) => sum + weightOf(i), 0);
	let [weightSoFar, cumulativeTarget, cumulativeActual] = [0, 0, 0];

	return dates.map((date, i) => {
		const weight = weightOf(i);
		const target = wholeOrNothing(targets[i]) ?? 0;
		weightSoFar += weight;
		cumulativeTarget += target;
		const timeProgress = ratio(weightSoFar, total);
		const row: TrackingRow = { date, weight, target, cumulativeTarget };
		if (timeProgress !== undefined) row.timeProgress = timeProgress;
		if (date > today) return row;

		const actual = wholeOrNothing(actuals[date]) ?? 0;
		cumulativeActual += actual;
		const attainment = ratio(cumulativeActual, cumulativeTarget);
		row.actual = actual;
		row.cumulativeActual = cumulativeActual;
		row.gap = Math.max(0, cumulativeTarget - cumulativeActual);
		if (attainment !== undefined) row.attainment = attainment;
		return row;
	});
}
