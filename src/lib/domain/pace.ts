/**
 * Where a subject should be by now, and what it must do per day from here. Amounts are integers in
 * the metric's unit, weights hundredths of a working day. A figure whose divisor is 0 is absent:
 * never Infinity, never NaN (PACE-8). docs/SPEC.md, PACE-*.
 */
import type { IsoDate } from './date.ts';
import { divideRounded, divideUp, fraction, weightOrZero, wholeOrNothing } from './exact.ts';

export { trackingTable, type TrackingInput, type TrackingRow } from './tracking.ts';

export type PaceStatus = 'done' | 'ahead' | 'on-track' | 'behind' | 'at-risk';

/** The lowest pace index of each status; below `behind` a subject is at risk. */
export interface PaceThresholds {
	ahead: number;
	onTrack: number;
	behind: number;
}

export const DEFAULT_THRESHOLDS: PaceThresholds = { ahead: 1, onTrack: 0.95, behind: 0.8 };

/** What is known of a subject at an instant; absent is what cannot be said. */
export interface Pace {
	value: number;
	target?: number;
	/** value ÷ target */
	attainment?: number;
	/** Elapsed weight ÷ total weight: 时间进度. */
	timeProgress?: number;
	/** target × elapsed weight ÷ total weight */
	expected?: number;
	/** value ÷ the unrounded expected */
	index?: number;
	/** max(0, target − value) */
	gap?: number;
	/** Working days left; a decimal. */
	remainingDays?: number;
	/** gap ÷ remaining days, rounded up so that doing it suffices. */
	requiredPerDay?: number;
	/** value ÷ elapsed weight × total weight */
	projection?: number;
	status?: PaceStatus;
}

export interface ElapsedWeight {
	total: number;
	elapsed: number;
	remaining: number;
	timeProgress?: number;
}

type Present<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** Only the fields that have a value, so that an absent one is absent and not undefined. */
const present = <Fields extends object>(fields: Fields): Present<Fields> =>
	Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined)
	) as Present<Fields>;

/**
 * How much of a period's weight has passed. `weights` belong to `dates`; today counts by `shareOfToday`
 * (0 to 1, of the working hours).
 */
export function elapsedWeight(at: {
	dates: readonly IsoDate[];
	weights: readonly number[];
	today: IsoDate;
	shareOfToday: number;
}): ElapsedWeight {
	const share = at.shareOfToday > 0 ? Math.min(1, at.shareOfToday) : 0;
	let [total, elapsed] = [0, 0];
	at.dates.forEach((date, i) => {
		const weight = weightOrZero(at.weights[i]);
		total += weight;
		if (date < at.today) elapsed += weight;
		else if (date === at.today) elapsed += weight * share;
	});
	const timeProgress = total > 0 ? elapsed / total : undefined;
	return { total, elapsed, remaining: total - elapsed, ...present({ timeProgress }) };
}

/** Weights count in billionths of a hundredth here, so that today's share takes part in exact products. */
const FINE = 1e9;

/** Exact up to 90,000 working days; a weight beyond is no weight. */
const fine = (weight: number): bigint => BigInt(weightOrZero(Math.round(weight * FINE)));

/** PACE-7. */
export function statusOf(
	reached: boolean,
	index: number | undefined,
	thresholds: PaceThresholds
): PaceStatus | undefined {
	if (reached) return 'done';
	if (index === undefined) return undefined;
	if (index >= thresholds.ahead) return 'ahead';
	if (index >= thresholds.onTrack) return 'on-track';
	return index >= thresholds.behind ? 'behind' : 'at-risk';
}

export interface PaceInput {
	target?: number | undefined;
	actual: number;
	totalWeight: number;
	elapsedWeight: number;
	thresholds?: PaceThresholds | undefined;
}

/** Rule 6. What is not a safe integer is no amount: such a target is absent, such a result 0. */
export function pace(input: PaceInput): Pace {
	const target = wholeOrNothing(input.target);
	const value = wholeOrNothing(input.actual) ?? 0;
	const total = fine(input.totalWeight);
	const passed = fine(input.elapsedWeight);
	const elapsed = passed < total ? passed : total;
	const remaining = total - elapsed;
	const done = BigInt(value);

	const withoutTarget: Pace = {
		value,
		remainingDays: Number(remaining) / FINE / 100,
		...present({
			timeProgress: total > 0n ? fraction(elapsed, total) : undefined,
			projection: elapsed > 0n ? Number(divideRounded(done * total, elapsed)) : undefined
		})
	};
	if (target === undefined) return withoutTarget;

	const goal = BigInt(target);
	const due = goal * elapsed;
	const gap = done < goal ? goal - done : 0n;
	const index = due > 0n ? fraction(done * total, due) : undefined;
	const perDay = remaining > 0n ? divideUp(gap * BigInt(100 * FINE), remaining) : undefined;
	return {
		...withoutTarget,
		target,
		gap: Number(gap),
		...present({
			attainment: target === 0 ? undefined : value / target,
			expected: total > 0n ? Number(divideRounded(due, total)) : undefined,
			index,
			requiredPerDay: perDay === undefined ? undefined : Number(perDay),
			status: statusOf(done >= goal, index, input.thresholds ?? DEFAULT_THRESHOLDS)
		})
	};
}
