/**
 * What a day weighs. Weights are integers, hundredths of a working day (100 a working day, 0 off, 150
 * a shop's Saturday), so that sums are exact. docs/SPEC.md, CAL-*.
 */
import { addDays, datesOf, weekday, type IsoDate, type Period } from './period.ts';

export { elapsedShare, isWorkingHours, type Hours, type WorkingHours } from './hours.ts';

export const WORKING_DAY = 100;

/** The weights of one week, Monday first. */
export type WeekMask = readonly [number, number, number, number, number, number, number];

export interface CalendarRules {
	week: WeekMask;
	/** Public holidays ('off') and make-up days 调休 ('work'). */
	holidays: Readonly<Record<IsoDate, 'off' | 'work'>>;
	/** The organisation's own dates, as weights. */
	dates: Readonly<Record<IsoDate, number>>;
}

/** Both ends belong to the leave. `weight` is what is left of a working day: 0 away, 50 half a day. */
export interface Leave {
	from: IsoDate;
	to: IsoDate;
	weight: number;
}

/** What one rep's days differ in. `from` is the first day with us, `to` the last. */
export interface RepDays {
	from?: IsoDate;
	to?: IsoDate;
	leave?: readonly Leave[];
}

/**
 * Which source decided a day. `leave` only where it lowers the day; `away`: not (yet, or any more) with us. A source may
 * name a day without changing its weight: an own date of 100 on a Monday is still `own`.
 */
export type DaySource = 'week' | 'holiday' | 'make-up' | 'own' | 'leave' | 'away';

export interface CalendarDay {
	date: IsoDate;
	weight: number;
	source: DaySource;
}

type OrganisationSource = Exclude<DaySource, 'leave' | 'away'>;

function sourceOf(date: IsoDate, rules: CalendarRules): OrganisationSource {
	if (rules.dates[date] !== undefined) return 'own';
	const holiday = rules.holidays[date];
	if (holiday === undefined) return 'week';
	return holiday === 'off' ? 'holiday' : 'make-up';
}

function weightBy(source: OrganisationSource, date: IsoDate, rules: CalendarRules): number {
	if (source === 'own') return rules.dates[date]!;
	if (source === 'holiday') return 0;
	const mask = rules.week[weekday(date) - 1] ?? 0;
	return source === 'make-up' && mask === 0 ? WORKING_DAY : mask;
}

/** What the day weighs, and why: the stronger source wins (CAL-2), and a leave only ever lowers it (CAL-5). */
export function dayOf(date: IsoDate, rules: CalendarRules, rep: RepDays = {}): CalendarDay {
	const isAway =
		(rep.from !== undefined && date < rep.from) || (rep.to !== undefined && date > rep.to);
	if (isAway) return { date, weight: 0, source: 'away' };
	const source = sourceOf(date, rules);
	const weight = weightBy(source, date, rules);
	const leaves = (rep.leave ?? []).filter((leave) => leave.from <= date && date <= leave.to);
	const left = Math.min(weight, ...leaves.map((leave) => leave.weight));
	return left < weight ? { date, weight: left, source: 'leave' } : { date, weight, source };
}

export const dayWeight = (date: IsoDate, rules: CalendarRules, rep?: RepDays): number =>
	dayOf(date, rules, rep).weight;

/** A longer row of days off than this is a holiday that nobody looks across. */
const MOST_DAYS_OFF = 14;

/** The next working day after a date, or with `step` −1 the last one before; the day beside it when there is none near. */
export function workingDayBeside(
	date: IsoDate,
	step: 1 | -1,
	rules: CalendarRules,
	rep?: RepDays
): IsoDate {
	for (let i = 1; i <= MOST_DAYS_OFF; i++) {
		const day = addDays(date, i * step);
		if (dayWeight(day, rules, rep) > 0) return day;
	}
	return addDays(date, step);
}

/** Every day of the days or period, with its weight and source (CAL-8). */
export function daysOf(
	days: readonly IsoDate[] | Pick<Period, 'from' | 'to'>,
	rules: CalendarRules,
	rep?: RepDays
): CalendarDay[] {
	const dates = 'from' in days ? datesOf(days) : days;
	return dates.map((date) => dayOf(date, rules, rep));
}

export function weightsOf(
	days: readonly IsoDate[] | Pick<Period, 'from' | 'to'>,
	rules: CalendarRules,
	rep?: RepDays
): number[] {
	return daysOf(days, rules, rep).map(({ weight }) => weight);
}

/** Working days of several weights together, a decimal: 21.5. */
export const workingDays = (days: readonly { weight: number }[]): number =>
	days.reduce((sum, { weight }) => sum + weight, 0) / WORKING_DAY;

/** The next dates after `date` on which the organisation works, at most `count`, looked for in two months. */
export function workingDatesAfter(date: IsoDate, count: number, rules: CalendarRules): IsoDate[] {
	const found: IsoDate[] = [];
	for (let i = 1; found.length < count && i <= 62; i++) {
		const day = addDays(date, i);
		if (dayWeight(day, rules) > 0) found.push(day);
	}
	return found;
}
