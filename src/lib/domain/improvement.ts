/** Who does better than in the period before, by what a working day of their own brings. Pure. docs/SPEC.md, SCENE-212. */
import { rank } from './standing.ts';

/** Amounts in the metric's unit, days in working days of the subject itself: leave, joining and leaving shorten them. */
export interface ComparedSubject {
	code: string;
	now: { value: number; days: number };
	before: { value: number; days: number };
	/** When the present value was reached: among equals the earlier stands above. */
	reachedAt: number;
}

export interface Improved {
	rank: number;
	code: string;
	/** What a working day brought. */
	perDay: number;
	before: number;
	/** perDay ÷ before − 1; above 0. */
	improvement: number;
}

/** Who was there for less than this share of the days is not compared: a few days say little. */
const LEAST_PRESENCE = 0.5;
/** Who brought less than this share of the median is not compared either: from next to nothing every step is a leap. */
const LEAST_BASE = 0.25;

function median(values: readonly number[]): number {
	const inOrder = [...values].sort((a, b) => a - b);
	const middle = Math.floor(inOrder.length / 2);
	if (inOrder.length % 2 === 1) return inOrder[middle]!;
	return ((inOrder[middle - 1] ?? 0) + (inOrder[middle] ?? 0)) / 2;
}

/** `days`: working days of both spans by the calendar of all. `compared`: how many had enough to compare. */
export function mostImproved(
	subjects: readonly ComparedSubject[],
	days: { now: number; before: number }
): { improved: Improved[]; compared: number } {
	const present = subjects.flatMap((subject) => {
		const { now, before } = subject;
		if (now.days <= 0 || before.days <= 0) return [];
		if (now.days < days.now * LEAST_PRESENCE || before.days < days.before * LEAST_PRESENCE)
			return [];
		return [{ ...subject, perDay: now.value / now.days, was: before.value / before.days }];
	});
	const least = LEAST_BASE * median(present.map(({ was }) => was));
	const compared = present.filter(({ was }) => was > 0 && was >= least);
	const better = new Map(
		compared.filter(({ perDay, was }) => perDay > was).map((one) => [one.code, one])
	);
	const standings = rank(
		[...better.values()].map(({ code, perDay, was, reachedAt }) => ({
			code,
			value: perDay / was - 1,
			reachedAt
		}))
	);
	return {
		improved: standings.map(({ rank: place, code, value = 0 }) => {
			const { perDay, was } = better.get(code)!;
			return { rank: place, code, perDay, before: was, improvement: value };
		}),
		compared: compared.length
	};
}
