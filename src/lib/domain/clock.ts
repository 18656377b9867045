/** The organisation's day: which business date an instant falls on, and when a date begins and ends. TIME-*. */
import { Temporal } from 'temporal-polyfill';
import { addDays, type IsoDate } from './date.ts';

export interface BusinessClock {
	/** The business date of an instant (epoch milliseconds). */
	dateOf(instant: number): IsoDate;
	/** The first instant of the date, epoch milliseconds. */
	startOf(date: IsoDate): number;
	/** The first instant after the date, epoch milliseconds. */
	endOf(date: IsoDate): number;
	/** Minutes since midnight as the clock on the wall shows them, 0–1439. */
	minuteOf(instant: number): number;
	/** The instant at which the clock on the wall shows `time` ("HH:MM") on the date; a skipped one is later. */
	instantOf(date: IsoDate, time: string): number;
}

/** An IANA name that this runtime knows; a bare offset such as +08:00 is not a zone. */
export function isTimeZone(name: string): boolean {
	if (!/^[A-Za-z]/.test(name)) return false;
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}

/**
 * The clock of an IANA zone. A day is the span between two starts of day, 23 to 25 hours where clocks
 * change, and begins later than midnight where midnight does not exist (TIME-6). The last day asked
 * for is remembered: dateOf runs once per ledger entry, and nearly all of them are today's.
 */
export function businessClock(zone: string): BusinessClock {
	let day = { date: '', start: 0, end: 0 };

	const local = (instant: number) =>
		Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
	// Without a time toZonedDateTime gives the start of the day, whatever o'clock that is.
	const startOf = (date: IsoDate): number =>
		Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
	const endOf = (date: IsoDate): number => startOf(addDays(date, 1));

	return {
		startOf,
		endOf,
		dateOf(instant) {
			if (instant >= day.start && instant < day.end) return day.date;
			let date: IsoDate = local(instant).toPlainDate().toString();
			// Clocks that go back over midnight show the old date again; a day that has begun stays (TIME-7).
			while (instant >= endOf(date)) date = addDays(date, 1);
			day = { date, start: startOf(date), end: endOf(date) };
			return date;
		},
		minuteOf(instant) {
			const { hour, minute } = local(instant);
			return hour * 60 + minute;
		},
		instantOf: (date, time) =>
			Temporal.PlainDate.from(date).toZonedDateTime({
				timeZone: zone,
				plainTime: Temporal.PlainTime.from(time)
			}).epochMilliseconds
	};
}
