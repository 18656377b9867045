/** Days, weeks, months, quarters and years of business dates. docs/SPEC.md, TIME-*. */
import { addDays, daysBetween, weekday, type IsoDate } from './date.ts';

export { addDays, daysBetween, isIsoDate, weekday, type IsoDate, type Weekday } from './date.ts';
export { businessClock, isTimeZone, type BusinessClock } from './clock.ts';

export const PERIOD_UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type PeriodUnit = (typeof PERIOD_UNITS)[number];

/** Both ends belong to the period. */
export interface Period {
	unit: PeriodUnit;
	from: IsoDate;
	to: IsoDate;
}

const monthStart = (year: number, month: number): IsoDate =>
	`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;

/** `months` calendar months from the first day of `month` (1–12) on. */
function monthsFrom(unit: PeriodUnit, year: number, month: number, months: number): Period {
	const next = month + months;
	const end = next > 12 ? monthStart(year + 1, next - 12) : monthStart(year, next);
	return { unit, from: monthStart(year, month), to: addDays(end, -1) };
}

/** The period of this unit that the date falls in (TIME-2). */
export function periodOf(unit: PeriodUnit, date: IsoDate): Period {
	const year = Number(date.slice(0, 4));
	const month = Number(date.slice(5, 7));
	switch (unit) {
		case 'day':
			return { unit, from: date, to: date };
		case 'week': {
			const monday = addDays(date, 1 - weekday(date));
			return { unit, from: monday, to: addDays(monday, 6) };
		}
		case 'month':
			return monthsFrom(unit, year, month, 1);
		case 'quarter':
			return monthsFrom(unit, year, month - ((month - 1) % 3), 3);
		case 'year':
			return monthsFrom(unit, year, 1, 12);
	}
}

export const previousPeriod = (period: Period): Period =>
	periodOf(period.unit, addDays(period.from, -1));

/** The same month, quarter or year twelve months before. */
export const yearBefore = ({ unit, from }: Period): Period =>
	periodOf(unit, `${String(Number(from.slice(0, 4)) - 1).padStart(4, '0')}${from.slice(4)}`);

/** Every date of the period, first to last. */
export function datesOf(period: Pick<Period, 'from' | 'to'>): IsoDate[] {
	const length = Math.max(0, daysBetween(period.from, period.to) + 1);
	return Array.from({ length }, (_, i) => addDays(period.from, i));
}

export const contains = (period: Pick<Period, 'from' | 'to'>, date: IsoDate): boolean =>
	period.from <= date && date <= period.to;

/** ISO 8601: a week belongs to the year of its Thursday, and week 1 is the one with 4 January in it. */
function weekKey(monday: IsoDate): string {
	const year = addDays(monday, 3).slice(0, 4);
	const first = periodOf('week', `${year}-01-04`).from;
	const number = daysBetween(first, monday) / 7 + 1;
	return `${year}-W${String(number).padStart(2, '0')}`;
}

/** Short and stable, for keys and addresses: 2026-11-23, 2026-W48, 2026-11, 2026-Q4, 2026 (TIME-4). */
export function periodKey(period: Period): string {
	const { unit, from } = period;
	switch (unit) {
		case 'day':
			return from;
		case 'week':
			return weekKey(from);
		case 'month':
			return from.slice(0, 7);
		case 'quarter':
			return `${from.slice(0, 4)}-Q${Math.ceil(Number(from.slice(5, 7)) / 3)}`;
		case 'year':
			return from.slice(0, 4);
	}
}
