/** Badges: what somebody has earned once and keeps. docs/SPEC.md, BADGE-*. */

export const BADGES = [
	'first-sale',
	'streak',
	'hat-trick',
	'big-ten',
	'comeback',
	'champion'
] as const;
export type Badge = (typeof BADGES)[number];

/** Days in a row with the day target reached, and months in a row (BADGE-3, BADGE-4). */
export const STREAK_DAYS = 5;
export const HAT_TRICK_MONTHS = 3;
export const BIG_DEALS = 10;

export interface Deeds {
	/** Sales that stand. */
	sales: number;
	bigDeals: number;
	/** Working days with a day target, oldest first: whether it was reached. */
	days: readonly boolean[];
	/** Months that are over and had a target, oldest first: result ÷ target. */
	months: readonly number[];
	/** Contests won. */
	wins: number;
}

const longestRun = (flags: readonly boolean[]): number => {
	let [run, longest] = [0, 0];
	for (const flag of flags) {
		run = flag ? run + 1 : 0;
		longest = Math.max(longest, run);
	}
	return longest;
};

/** Below this share of a month's target, and the next month reached: a comeback (BADGE-6). */
const LOW = 0.8;

/** What somebody has earned so far; more deeds never take a badge away. */
export function badgesOf({ sales, bigDeals, days, months, wins }: Deeds): Badge[] {
	const earned: Record<Badge, boolean> = {
		'first-sale': sales > 0,
		streak: longestRun(days) >= STREAK_DAYS,
		'hat-trick': longestRun(months.map((share) => share >= 1)) >= HAT_TRICK_MONTHS,
		'big-ten': bigDeals >= BIG_DEALS,
		comeback: months.some((share, i) => share >= 1 && i > 0 && months[i - 1]! < LOW),
		champion: wins > 0
	};
	return BADGES.filter((badge) => earned[badge]);
}
