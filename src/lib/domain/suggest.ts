/** Whom a rep most likely has just sold to. docs/SPEC.md, POCKET-7. */

/** A day on which a customer bought. */
export interface Bought {
	customer: string;
	/** Before today; 0 is today. */
	daysAgo: number;
	/** Minute of the day, where it is known. */
	minute?: number | undefined;
}

const HALF_LIFE_DAYS = 14;
const SAME_TIME_MINUTES = 120;

function scoreOf({ daysAgo, minute }: Bought, now: number): number {
	const recent = 0.5 ** (Math.max(0, daysAgo) / HALF_LIFE_DAYS);
	const near =
		minute === undefined ? 0 : Math.max(0, 1 - Math.abs(minute - now) / SAME_TIME_MINUTES);
	return recent * (1 + near);
}

/**
 * Customers, likeliest first: each day they bought on counts, half as much for every fortnight it lies back, and twice as
 * much at this time of the day. `now` is the minute of the day. Those who never bought are left out.
 */
export function suggestCustomers(bought: readonly Bought[], now: number): string[] {
	const scores = new Map<string, number>();
	for (const day of bought)
		scores.set(day.customer, (scores.get(day.customer) ?? 0) + scoreOf(day, now));
	return [...scores]
		.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
		.map(([customer]) => customer);
}
