/** Working time between two instants of the organisation's wall clock. docs/SPEC.md, HELP-5. */
import { dayWeight, elapsedShare, type CalendarRules, type WorkingHours } from './calendar.ts';
import { addDays, daysBetween, type IsoDate } from './date.ts';
import { workingMinutes } from './hours.ts';

/** A moment as the clock on the wall shows it: minutes since midnight of a business date. */
export interface WallTime {
	date: IsoDate;
	minute: number;
}

/** More days than this nobody counts: it has been too long anyway. */
const MOST_DAYS = 370;

/** Minutes of working hours, on working days, from one moment to a later one; 0 when it is not later. */
export function workingMinutesBetween(
	from: WallTime,
	to: WallTime,
	rules: CalendarRules,
	hours: WorkingHours
): number {
	const whole = workingMinutes(hours);
	const days = Math.min(daysBetween(from.date, to.date), MOST_DAYS);
	let minutes = 0;
	for (let i = 0; i <= days; i++) {
		const date = addDays(from.date, i);
		if (dayWeight(date, rules) === 0) continue;
		const start = i === 0 ? elapsedShare(from.minute, hours) : 0;
		const end = date === to.date ? elapsedShare(to.minute, hours) : 1;
		minutes += Math.max(0, end - start) * whole;
	}
	return Math.round(minutes);
}
