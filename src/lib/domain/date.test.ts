import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { addDays, daysBetween, isIsoDate, weekday } from './date.ts';

const ORIGIN = Temporal.PlainDate.from('2000-01-01');
/** 0001-01-01 to 9999-12-31 */
const date = fc
	.integer({ min: -730_119, max: 2_921_939 })
	.map((days) => ORIGIN.add({ days }).toString());

it('[TIME-1] agrees with Temporal on every day of 1896 to 2104', () => {
	let day = Temporal.PlainDate.from('1896-01-01');
	let mine = '1896-01-01';
	while (day.year < 2105) {
		if (mine !== day.toString() || weekday(mine) !== day.dayOfWeek) expect(mine).toBe(`${day}`);
		day = day.add({ days: 1 });
		mine = addDays(mine, 1);
	}
	expect(mine).toBe('2105-01-01');
});

it('[TIME-1] adds, counts and names days as Temporal does, in any year', () => {
	fc.assert(
		fc.property(date, date, (a, b) => {
			const [first, second] = [Temporal.PlainDate.from(a), Temporal.PlainDate.from(b)];
			const days = first.until(second).days;
			expect(daysBetween(a, b)).toBe(days);
			expect(addDays(a, days)).toBe(b);
			expect(weekday(a)).toBe(first.dayOfWeek);
			expect(isIsoDate(a)).toBe(true);
		})
	);
});

it.each([
	'2026-02-29',
	'2100-02-29',
	'2026-00-10',
	'2026-13-01',
	'2026-04-31',
	'2026-01-00',
	'0000-01-01',
	'2026-1-1',
	'20260101',
	'2026-01-01T00:00',
	' 2026-01-01',
	20260101,
	null
])('[TIME-1] %j is no date', (value) => {
	expect(isIsoDate(value)).toBe(false);
});

it('[TIME-1] knows leap days', () => {
	expect(isIsoDate('2024-02-29')).toBe(true);
	expect(isIsoDate('2000-02-29')).toBe(true);
});
