/** Until when a screen that is darkened for the night stays black. DISPLAY-9. */
import { dayWeight, type CalendarRules } from './calendar.ts';
import { addDays, type BusinessClock } from './period.ts';
import type { WorkingHours } from './hours.ts';

/** Longer than any holiday: a calendar without a single working day must not keep a screen dark for ever. */
const LONGEST_BREAK_DAYS = 31;

/** The next instant at which work begins: today's if it is still to come, else that of the next working day. */
export function nextStartOfWork(
	now: number,
	{ clock, calendar, hours }: { clock: BusinessClock; calendar: CalendarRules; hours: WorkingHours }
): number {
	const today = clock.dateOf(now);
	for (let day = 0; day <= LONGEST_BREAK_DAYS; day++) {
		const date = addDays(today, day);
		const start = clock.instantOf(date, hours.start);
		if (start > now && dayWeight(date, calendar) > 0) return start;
	}
	return clock.instantOf(addDays(today, 1), hours.start);
}
