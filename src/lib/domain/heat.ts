/** What each day of the tracking table means: how it stood that evening, and what it left to do. docs/SPEC.md, TRACK-2, TRACK-3. */
import type { IsoDate } from './date.ts';
import { fraction, weightOrZero } from './exact.ts';
import { pace, statusOf, type Pace, type PaceStatus, type PaceThresholds } from './pace.ts';
import type { TrackingRow } from './tracking.ts';

export interface TrackedDay extends TrackingRow {
	/** Of the sums at the day's end; today's of now. Absent for days to come and before anything is due. */
	status?: PaceStatus;
	/** What each working day after this one had to bring; today's from now on. */
	requiredPerDay?: number;
}

export interface HeatInput {
	rows: readonly TrackingRow[];
	today: IsoDate;
	/** The month's target as it stands now. */
	now: Pace;
	thresholds: PaceThresholds;
}

/** The index of the sums, by the day targets and not by the weights: day targets may be set by hand. */
function statusAtEnd(
	row: TrackingRow,
	target: number,
	thresholds: PaceThresholds
): PaceStatus | undefined {
	const done = row.cumulativeActual ?? 0;
	const due = row.cumulativeTarget;
	const index = due > 0 ? fraction(BigInt(done), BigInt(due)) : undefined;
	return statusOf(target > 0 && done >= target, index, thresholds);
}

export function heatOf({ rows, today, now, thresholds }: HeatInput): TrackedDay[] {
	const { target } = now;
	const totalWeight = rows.reduce((sum, { weight }) => sum + weightOrZero(weight), 0);
	let elapsedWeight = 0;
	return rows.map((row): TrackedDay => {
		elapsedWeight += weightOrZero(row.weight);
		if (row.date > today || target === undefined) return { ...row };
		const isToday = row.date === today;
		const required = isToday
			? now.requiredPerDay
			: pace({ target, actual: row.cumulativeActual ?? 0, totalWeight, elapsedWeight })
					.requiredPerDay;
		const status = isToday ? now.status : statusAtEnd(row, target, thresholds);
		return {
			...row,
			...(isToday && now.timeProgress !== undefined ? { timeProgress: now.timeProgress } : {}),
			...(status === undefined ? {} : { status }),
			...(required === undefined ? {} : { requiredPerDay: required })
		};
	});
}

export const isBehind = (status: PaceStatus | undefined): boolean =>
	status === 'behind' || status === 'at-risk';

/** The day on which a subject fell behind and has stayed so since; undefined while it is not behind. */
export function behindSince(days: readonly TrackedDay[]): IsoDate | undefined {
	let since: IsoDate | undefined;
	for (const { date, status } of days) {
		if (status === undefined) continue;
		since = isBehind(status) ? (since ?? date) : undefined;
	}
	return since;
}
