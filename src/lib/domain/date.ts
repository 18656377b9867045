/**
 * Civil dates as ISO strings, which sort as they are. The arithmetic is plain so that a page that
 * needs a date does not load a time-zone library; date.test.ts holds it against Temporal.
 */
export type IsoDate = string;

/** Monday 1 … Sunday 7, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH = 719_468;
/** Days in 400 Gregorian years. */
const ERA = 146_097;

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** Days since 1970-01-01. Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil. */
function toEpochDay(date: IsoDate): number {
	const year = Number(date.slice(0, 4));
	const month = Number(date.slice(5, 7));
	const day = Number(date.slice(8, 10));
	const shifted = month <= 2 ? year - 1 : year;
	const era = Math.floor(shifted / 400);
	const yearOfEra = shifted - era * 400;
	const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
	const dayOfEra =
		yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
	return era * ERA + dayOfEra - EPOCH;
}

/** The inverse: civil_from_days of the same source. */
function fromEpochDay(epochDay: number): IsoDate {
	const days = epochDay + EPOCH;
	const era = Math.floor(days / ERA);
	const dayOfEra = days - era * ERA;
	const yearOfEra = Math.floor(
		(dayOfEra -
			Math.floor(dayOfEra / 1460) +
			Math.floor(dayOfEra / 36_524) -
			Math.floor(dayOfEra / 146_096)) /
			365
	);
	const dayOfYear =
		dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
	const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
	const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
	const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
	return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** A date that exists, in the years 0001 to 9999. */
export function isIsoDate(value: unknown): value is IsoDate {
	if (typeof value !== 'string' || !SHAPE.test(value) || value < '0001') return false;
	const month = Number(value.slice(5, 7));
	return month >= 1 && month <= 12 && fromEpochDay(toEpochDay(value)) === value;
}

export const addDays = (date: IsoDate, days: number): IsoDate =>
	fromEpochDay(toEpochDay(date) + days);

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: IsoDate, to: IsoDate): number =>
	toEpochDay(to) - toEpochDay(from);

/** 1970-01-01 was a Thursday. */
export const weekday = (date: IsoDate): Weekday =>
	(((((toEpochDay(date) + 3) % 7) + 7) % 7) + 1) as Weekday;
