import { daysOf, workingDays } from '../../src/lib/domain/calendar.ts';
import type { CalendarDay, CalendarRules } from '../../src/lib/domain/calendar.ts';
import { contains, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { WorkingWeek } from './change.ts';
import type { OwnDay } from './days.ts';
import { holidaysIn, isPublished } from './public-holidays.ts';
import type { PublicHoliday } from './public-holidays.ts';

/** One year of the working calendar: every day with its weight and source, and what they come from. */
export interface CalendarYear extends WorkingWeek {
	year: number;
	/** Whether the year's public holidays have been announced; nobody knows them before (CAL-10). */
	published: boolean;
	workingDays: number;
	days: CalendarDay[];
	/** Of the year, whether or not they are kept. */
	publicHolidays: Record<IsoDate, PublicHoliday>;
	own: Record<IsoDate, OwnDay>;
}

export function yearOf(
	year: number,
	known: { week: WorkingWeek; calendar: CalendarRules; own: Readonly<Record<IsoDate, OwnDay>> }
): CalendarYear {
	const period = periodOf('year', `${String(year).padStart(4, '0')}-01-01`);
	const days = daysOf(period, known.calendar);
	return {
		year,
		...known.week,
		published: isPublished(year),
		workingDays: workingDays(days),
		days,
		publicHolidays: holidaysIn(year),
		own: Object.fromEntries(Object.entries(known.own).filter(([date]) => contains(period, date)))
	};
}
