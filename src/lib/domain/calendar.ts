/**
 * What a day weighs. Weights are integers, hundredths of a working day (100 a working day, 0 off, 150
 * a shop's Saturday), so that sums are exact. docs/SPEC.md, CAL-*.
 */
import { datesOf, weekday, type IsoDate, type Period } from './period.ts';

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

function organisationWeight(date: IsoDate, rules: CalendarRules): number {
	const own = rules.dates[date];
	if (own !== undefined) return own;
	const mask = rules.week[weekday(date) - 1] ?? 0;
	const holiday = rules.holidays[date];
	if (holiday === 'off') return 0;
	if (holiday === 'work' && mask === 0) return WORKING_DAY;
	return mask;
}

/** The day's weight; the stronger source wins (CAL-2), and a leave only ever lowers it (CAL-5). */
export function dayWeight(date: IsoDate, rules: CalendarRules, rep: RepDays = {}): number {
	if (rep.from !== undefined && date < rep.from) return 0;
	if (rep.to !== undefined && date > rep.to) return 0;
	const leaves = (rep.leave ?? []).filter((leave) => leave.from <= date && date <= leave.to);
	return Math.min(organisationWeight(date, rules), ...leaves.map((leave) => leave.weight));
}

export function weightsOf(
	days: readonly IsoDate[] | Pick<Period, 'from' | 'to'>,
	rules: CalendarRules,
	rep?: RepDays
): number[] {
	const dates = 'from' in days ? datesOf(days) : days;
	return dates.map((date) => dayWeight(date, rules, rep));
}
