import { describe, expect, test } from 'vitest';
import type { CalendarRules } from './calendar.ts';
import { businessClock } from './clock.ts';
import { isOnDate, spansOf, workingDayPlace } from './schedule.ts';

const calendar: CalendarRules = {
	week: [100, 100, 100, 100, 100, 0, 0],
	holidays: {},
	dates: {}
};
const on = (zone: string) => ({ clock: businessClock(zone), calendar });
const hours = ({ from, until }: { from: number; until: number }) => (until - from) / 3_600_000;

describe('[SCENE-2] a schedule', () => {
	test('that restricts nothing is always on', () => {
		expect(spansOf({}, '2026-11-23', on('Asia/Shanghai'))).toBeUndefined();
	});

	test('restricts by weekdays', () => {
		expect(isOnDate({ days: [1] }, '2026-11-23', calendar)).toBe(true);
		expect(isOnDate({ days: [1] }, '2026-11-24', calendar)).toBe(false);
	});

	test('counts working days from both ends of the month, and days off are neither', () => {
		expect(workingDayPlace('2026-11-02', calendar)).toEqual({ fromStart: 1, fromEnd: 21 });
		expect(workingDayPlace('2026-11-30', calendar)).toEqual({ fromStart: 21, fromEnd: 1 });
		expect(workingDayPlace('2026-11-01', calendar)).toBeUndefined();
		const ends = { first: 1, last: 2 };
		const found = Array.from({ length: 30 }, (_, i) => `2026-11-${String(i + 1).padStart(2, '0')}`);
		expect(found.filter((date) => isOnDate(ends, date, calendar))).toEqual([
			'2026-11-02',
			'2026-11-27',
			'2026-11-30'
		]);
	});

	test('hours are those of the clock on the wall, also on the day on which clocks change', () => {
		const night = { from: '01:00', until: '05:00' };
		const spring = spansOf(night, '2026-03-29', on('Europe/Berlin'))!;
		const autumn = spansOf(night, '2026-10-25', on('Europe/Berlin'))!;
		expect(spring.map(hours)).toEqual([3]);
		expect(autumn.map(hours)).toEqual([5]);
	});

	test('over midnight they belong to the day on which they begin', () => {
		const late = { days: [1], from: '22:00', until: '02:00' };
		const monday = spansOf(late, '2026-11-23', on('Asia/Shanghai'))!;
		const tuesday = spansOf(late, '2026-11-24', on('Asia/Shanghai'))!;
		expect(monday.map(hours)).toEqual([2]);
		expect(tuesday.map(hours)).toEqual([2]);
		expect(monday[0]!.until).toBe(tuesday[0]!.from);
		expect(spansOf(late, '2026-11-25', on('Asia/Shanghai'))).toEqual([]);
	});
});
