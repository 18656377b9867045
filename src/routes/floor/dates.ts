/** The dates one taps: tomorrow, the next working day, the end of the week. Pure. */
import { addDays, weekday, type IsoDate } from '$lib/domain/period.ts';

export interface QuickDate {
	name: 'today' | 'tomorrow' | 'next-working' | 'week-end';
	date: IsoDate;
}

/**
 * Each date once, under the first name that fits. `working`: the working days to come, as far as they are known; a page that
 * was kept for days knows old ones, which do not count.
 */
export function quickDates(today: IsoDate, working: readonly IsoDate[]): QuickDate[] {
	const tomorrow = addDays(today, 1);
	const sunday = addDays(today, 7 - weekday(today));
	const ahead = working.filter((date) => date > today);
	const lastOfWeek = ahead.filter((date) => date <= sunday).at(-1);
	const next = ahead[0];
	const all: QuickDate[] = [
		{ name: 'today', date: today },
		{ name: 'tomorrow', date: tomorrow },
		...(next ? [{ name: 'next-working' as const, date: next }] : []),
		...(lastOfWeek ? [{ name: 'week-end' as const, date: lastOfWeek }] : [])
	];
	return all.filter(({ date }, i) => all.findIndex((other) => other.date === date) === i);
}
