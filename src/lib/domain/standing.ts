/** Who stands where on a leaderboard. docs/SPEC.md, STAND-*. */
export { samePlaceInPrevious, type WeighedDates } from './growth.ts';

export const MEASURES = ['total', 'attainment', 'growth', 'gap', 'points'] as const;
export type Measure = (typeof MEASURES)[number];

/** Amounts in the metric's unit; for `points` the value is already weighted. */
export interface Measured {
	value: number;
	target?: number | undefined;
	/** The result over the same working days of the previous period. */
	previous?: number | undefined;
}

function measured(measure: Measure, { value, target, previous }: Measured): number | undefined {
	switch (measure) {
		case 'total':
		case 'points':
			return value;
		case 'attainment':
			return target !== undefined && target > 0 ? value / target : undefined;
		case 'growth':
			return previous !== undefined && previous > 0 ? (value - previous) / previous : undefined;
		case 'gap':
			return target === undefined ? undefined : value - target;
	}
}

/** What a leaderboard ranks by; higher is better. Undefined where the measure does not apply (STAND-5). */
export function measureValue(measure: Measure, result: Measured): number | undefined {
	const value = measured(measure, result);
	return Number.isFinite(value) ? value : undefined;
}

export interface Subject {
	code: string;
	value?: number | undefined;
	/** When the present value was reached, as an instant or a ledger position; among equals the earlier stands above. */
	reachedAt: number;
}

export interface Standing {
	rank: number;
	code: string;
	value?: number;
	reachedAt: number;
}

const compare = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** Comparable even where it is not a number: no value is the lowest, no instant the latest. */
const valueKey = ({ value }: Subject): number =>
	value !== undefined && Number.isFinite(value) ? value : -Infinity;
const instantKey = ({ reachedAt }: Subject): number =>
	Number.isNaN(reachedAt) ? Infinity : reachedAt;

/**
 * Competition ranking 1224 (STAND-1), in the order in which a board shows it (STAND-2). Everybody is
 * on it; those without a value share the place after all others. Codes are unique.
 */
export function rank(subjects: readonly Subject[]): Standing[] {
	const inOrder = [...subjects].sort(
		(a, b) =>
			compare(valueKey(b), valueKey(a)) ||
			compare(instantKey(a), instantKey(b)) ||
			compare(a.code, b.code)
	);
	let place = 1;
	let last: number | undefined;
	return inOrder.map((subject, i) => {
		const key = valueKey(subject);
		if (key !== last) place = i + 1;
		last = key;
		const { code, reachedAt } = subject;
		const standing: Standing = { rank: place, code, reachedAt };
		if (subject.value !== undefined && key !== -Infinity) standing.value = subject.value;
		return standing;
	});
}

/** Places gained (+) or lost (−); absent when there is nothing to compare with (STAND-7). */
export const movement = (now: number, opening: number | undefined): number | undefined =>
	opening === undefined ? undefined : opening - now;
