/** When a scene is on the programme of a day. docs/SPEC.md, SCENE-*. What is on at an instant: programme.ts. */
import { dayWeight, type CalendarRules } from './calendar.ts';
import type { BusinessClock } from './clock.ts';
import { addDays, weekday, type IsoDate } from './date.ts';
import { datesOf, periodOf } from './period.ts';
import type { Span, Turns } from './programme.ts';

/** What is absent does not restrict; all that is there must hold. */
export interface Schedule {
	/** Monday is 1. */
	days?: readonly number[];
	/** By the clock on the wall, HH:MM. Later than `until`: over midnight. */
	from?: string;
	/** HH:MM, up to 24:00. */
	until?: string;
	/** The first so many working days of the month. */
	first?: number;
	/** The last so many; with `first`, either will do. */
	last?: number;
	/** How it takes its turns then; it restricts nothing. */
	turns?: Turns;
}

/** Where a date stands among the working days of its month, from both ends, counted from 1; undefined on a day off. */
export function workingDayPlace(
	date: IsoDate,
	calendar: CalendarRules
): { fromStart: number; fromEnd: number } | undefined {
	if (dayWeight(date, calendar) <= 0) return undefined;
	const working = datesOf(periodOf('month', date)).filter((day) => dayWeight(day, calendar) > 0);
	const at = working.indexOf(date);
	return { fromStart: at + 1, fromEnd: working.length - at };
}

/** Whether the scene is on at all on a date, whatever the hour. */
export function isOnDate(schedule: Schedule, date: IsoDate, calendar: CalendarRules): boolean {
	const { days, first, last } = schedule;
	if (days && !days.includes(weekday(date))) return false;
	if (first === undefined && last === undefined) return true;
	const place = workingDayPlace(date, calendar);
	return place !== undefined && (place.fromStart <= (first ?? 0) || place.fromEnd <= (last ?? 0));
}

/**
 * The spans of a business date in which the scene is on; undefined when it always is. Hours over midnight belong to the
 * date on which they begin: what is left of yesterday's comes first.
 */
export function spansOf(
	schedule: Schedule,
	date: IsoDate,
	on: { clock: BusinessClock; calendar: CalendarRules }
): Span[] | undefined {
	const { turns: _turns, ...limits } = schedule;
	if (Object.values(limits).every((part) => part === undefined)) return undefined;
	const { from, until } = limits;
	const day = { from: on.clock.startOf(date), until: on.clock.endOf(date) };
	const start = from === undefined ? day.from : on.clock.instantOf(date, from);
	const end =
		until === undefined || until === '24:00' ? day.until : on.clock.instantOf(date, until);
	const isOn = isOnDate(schedule, date, on.calendar);
	const wraps = from !== undefined && until !== undefined && from >= until;
	if (!wraps) return isOn && start < end ? [{ from: start, until: end }] : [];
	const left = isOnDate(schedule, addDays(date, -1), on.calendar);
	return [
		...(left && day.from < end ? [{ from: day.from, until: end }] : []),
		...(isOn && start < day.until ? [{ from: start, until: day.until }] : [])
	];
}
