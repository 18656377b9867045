/** Which days of the previous period growth compares with. docs/SPEC.md, STAND-6. */
import type { IsoDate } from './date.ts';

/** `weights` belong to `dates`, which ascend; a day that weighs more than 0 is a working day. */
export interface WeighedDates {
	dates: readonly IsoDate[];
	weights: readonly number[];
}

const isWorkingDay = ({ weights }: WeighedDates, i: number): boolean => (weights[i] ?? 0) > 0;

/** Working days up to and with today, and the days off that have followed the last of them. */
function place(current: WeighedDates, today: IsoDate): { working: number; off: number } {
	let [working, off] = [0, 0];
	current.dates.forEach((date, i) => {
		if (date > today) return;
		if (isWorkingDay(current, i)) [working, off] = [working + 1, 0];
		else off++;
	});
	return { working, off };
}

/**
 * The dates at the head of the previous period that hold as many working days as have elapsed in the
 * current one, today as a whole; then as many days off as have followed, so that what was sold at a
 * weekend is compared with a weekend.
 */
export function samePlaceInPrevious(input: {
	current: WeighedDates;
	today: IsoDate;
	previous: WeighedDates;
}): IsoDate[] {
	let { working, off } = place(input.current, input.today);
	const counted: IsoDate[] = [];
	for (const [i, date] of input.previous.dates.entries()) {
		if (isWorkingDay(input.previous, i)) {
			if (working === 0) break;
			working--;
		} else if (working === 0) {
			if (off === 0) break;
			off--;
		}
		counted.push(date);
	}
	return counted;
}
