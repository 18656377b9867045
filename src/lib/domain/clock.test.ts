import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { businessClock, isTimeZone } from './clock.ts';
import { addDays } from './date.ts';

const HOUR = 3_600_000;
const at = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;

const ZONES = [
	'Asia/Shanghai',
	'UTC',
	'Asia/Kolkata',
	'Asia/Kathmandu',
	'Australia/Lord_Howe',
	'America/New_York',
	'America/Sao_Paulo',
	'America/St_Johns',
	'America/Havana',
	'America/Nuuk',
	'Africa/Cairo',
	'Africa/Casablanca',
	'Asia/Beirut',
	'Europe/London',
	'Pacific/Apia',
	'Pacific/Kiritimati'
];
const zone = fc.constantFrom(...ZONES);
const date = fc.integer({ min: 0, max: 60 * 365 }).map((days) => addDays('1980-01-01', days));

describe('businessClock', () => {
	it('[TIME-5] the date is that of the zone, not of the host or of UTC', () => {
		const clock = businessClock('Asia/Shanghai');
		expect(clock.dateOf(at('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22');
		expect(clock.dateOf(at('2026-11-22T16:00:00Z'))).toBe('2026-11-23');
	});

	it.each([
		['Asia/Shanghai', '2026-03-08', 24, '2026-03-07T16:00Z'],
		['America/New_York', '2026-03-08', 23, '2026-03-08T05:00Z'],
		['America/New_York', '2026-11-01', 25, '2026-11-01T04:00Z'],
		['Europe/London', '2026-10-25', 25, '2026-10-24T23:00Z'],
		['Australia/Lord_Howe', '2026-04-05', 24.5, '2026-04-04T13:00Z'],
		['Asia/Kolkata', '2026-11-23', 24, '2026-11-22T18:30Z'],
		// No midnight: the day begins at 01:00.
		['America/Sao_Paulo', '2017-10-15', 23, '2017-10-15T03:00Z'],
		['Africa/Cairo', '2023-04-28', 23, '2023-04-27T22:00Z'],
		['Asia/Beirut', '2024-03-31', 23, '2024-03-30T22:00Z'],
		// Midnight twice, or back over midnight into the day before.
		['America/Havana', '2024-11-03', 25, '2024-11-03T04:00Z'],
		['America/Sao_Paulo', '2018-02-17', 25, '2018-02-17T02:00Z'],
		['Asia/Beirut', '2024-10-26', 25, '2024-10-25T21:00Z'],
		// A date that the zone skipped on its way over the date line has no length.
		['Pacific/Apia', '2011-12-30', 0, '2011-12-30T10:00Z']
	])('[TIME-6] in %s %s has %d hours and begins at %s', (name, day, hours, start) => {
		const clock = businessClock(name);
		expect(clock.startOf(day)).toBe(at(start));
		expect((clock.endOf(day) - clock.startOf(day)) / HOUR).toBe(hours);
	});

	it('[TIME-7] at both ends of every day, in zones with and without daylight saving', () => {
		fc.assert(
			fc.property(zone, date, (name, day) => {
				const clock = businessClock(name);
				const [start, end] = [clock.startOf(day), clock.endOf(day)];
				if (start === end) return;
				expect(clock.dateOf(start)).toBe(day);
				expect(clock.dateOf(end - 1)).toBe(day);
				expect(clock.dateOf(start - 1) < day).toBe(true);
				expect(clock.dateOf(end) > day).toBe(true);
				expect(clock.endOf(addDays(day, -1))).toBe(start);
			}),
			{ numRuns: 500 }
		);
	});

	it('[TIME-7] a date that has begun does not go back when the clocks do', () => {
		// At 00:01 on 7 November 2010 St. John's went back to 23:01 on the 6th.
		const clock = businessClock('America/St_Johns');
		const start = clock.startOf('2010-11-07');
		expect(clock.dateOf(start)).toBe('2010-11-07');
		expect(clock.dateOf(start + HOUR / 2)).toBe('2010-11-07');
		expect(businessClock('America/St_Johns').dateOf(start + HOUR / 2)).toBe('2010-11-07');
		expect((clock.endOf('2010-11-07') - start) / HOUR).toBe(25);
	});

	it('[TIME-5] answers the same whatever it was asked before', () => {
		fc.assert(
			fc.property(
				zone,
				fc.array(fc.integer({ min: at('2016-01-01T00:00Z'), max: at('2027-01-01T00:00Z') })),
				(name, instants) => {
					const clock = businessClock(name);
					for (const instant of instants) {
						expect(clock.dateOf(instant)).toBe(businessClock(name).dateOf(instant));
					}
				}
			)
		);
	});

	it('[TIME-5] a second look at the same day costs no time-zone arithmetic', () => {
		const clock = businessClock('America/New_York');
		const start = clock.startOf('2026-11-23');
		clock.dateOf(start);
		const before = performance.now();
		for (let i = 0; i < 200_000; i++) clock.dateOf(start + i * 400);
		// Temporal needs tens of microseconds each, seconds in all.
		expect(performance.now() - before).toBeLessThan(500);
	});

	it('[TIME-9] minutes are those of the clock on the wall', () => {
		const newYork = businessClock('America/New_York');
		expect(newYork.minuteOf(at('2026-03-08T06:59Z'))).toBe(119);
		expect(newYork.minuteOf(at('2026-03-08T07:00Z'))).toBe(180);
		expect(businessClock('Asia/Kolkata').minuteOf(at('2026-11-23T00:00:59Z'))).toBe(330);
		expect(businessClock('America/Sao_Paulo').minuteOf(at('2017-10-15T03:00Z'))).toBe(60);
	});
});

it('[TIME-1] a time zone is an IANA name', () => {
	for (const name of ZONES) expect(isTimeZone(name)).toBe(true);
	for (const name of ['', '+08:00', 'Shanghai', 'Asia/Nowhere', 'GMT+8', '../etc']) {
		expect(isTimeZone(name)).toBe(false);
	}
});
