import { describe, expect, it } from 'vitest';
import { weightsOf } from './calendar.ts';
import { samePlaceInPrevious } from './growth.ts';
import { datesOf, periodOf } from './period.ts';

const rules = { week: [100, 100, 100, 100, 100, 0, 0], holidays: {}, dates: {} } as const;
const month = (day: string) => {
	const dates = datesOf(periodOf('month', day));
	return { dates, weights: weightsOf(dates, rules) };
};
const october = month('2026-10-01');
const november = month('2026-11-01');
const lastOf = (today: string) =>
	samePlaceInPrevious({ current: november, today, previous: october }).at(-1);

describe('samePlaceInPrevious', () => {
	it('[STAND-6] as many working days as have elapsed, today among them', () => {
		// 2 November 2026 is a Monday, the first working day; October began on a Thursday.
		expect(lastOf('2026-11-02')).toBe('2026-10-01');
		expect(lastOf('2026-11-04')).toBe('2026-10-05');
		expect(lastOf('2026-11-06')).toBe('2026-10-07');
	});

	it('[STAND-6] starts with the first of the month and leaves nothing out', () => {
		const dates = samePlaceInPrevious({
			current: november,
			today: '2026-11-04',
			previous: october
		});
		expect(dates).toEqual(datesOf({ from: '2026-10-01', to: '2026-10-05' }));
	});

	it('[STAND-6] a day off is compared with a day off that follows, if there is one', () => {
		// The fifth working day, then a weekend; after October's fifth, a Wednesday, comes no day off.
		expect(lastOf('2026-11-08')).toBe('2026-10-07');
		const fifth = { dates: ['a', 'b', 'c', 'd'], weights: [100, 0, 0, 100] };
		const place = (today: string) =>
			samePlaceInPrevious({ current: fifth, today, previous: fifth });
		expect(place('a')).toEqual(['a']);
		expect(place('b')).toEqual(['a', 'b']);
		expect(place('c')).toEqual(['a', 'b', 'c']);
		expect(place('d')).toEqual(['a', 'b', 'c', 'd']);
		const late = { dates: ['a', 'b'], weights: [0, 100] };
		expect(samePlaceInPrevious({ current: late, today: 'b', previous: fifth })).toEqual(['a']);
	});

	it('[STAND-6] before the first working day only days off are compared', () => {
		expect(lastOf('2026-11-01')).toBeUndefined();
		const from = { dates: ['a', 'b', 'c'], weights: [0, 0, 100] };
		expect(samePlaceInPrevious({ current: from, today: 'a', previous: from })).toEqual(['a']);
	});

	it('[STAND-6] a shorter previous period is compared whole, a longer one only in part', () => {
		const short = { dates: ['a', 'b'], weights: [100, 100] };
		const long = { dates: ['a', 'b', 'c'], weights: [100, 100, 100] };
		expect(samePlaceInPrevious({ current: long, today: 'c', previous: short })).toEqual(['a', 'b']);
		expect(samePlaceInPrevious({ current: short, today: 'z', previous: long })).toEqual(['a', 'b']);
	});
});
