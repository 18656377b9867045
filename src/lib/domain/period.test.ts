import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	PERIOD_UNITS,
	addDays,
	contains,
	datesOf,
	periodKey,
	periodOf,
	previousPeriod,
	weekday
} from './period.ts';

const unit = fc.constantFrom(...PERIOD_UNITS);
const date = fc.integer({ min: 0, max: 73_000 }).map((days) => addDays('1900-01-01', days));

describe('periodOf', () => {
	it.each([
		['day', '2026-11-23', '2026-11-23', '2026-11-23'],
		['week', '2026-11-29', '2026-11-23', '2026-11-29'],
		['week', '2026-01-01', '2025-12-29', '2026-01-04'],
		['month', '2024-02-10', '2024-02-01', '2024-02-29'],
		['month', '2026-12-31', '2026-12-01', '2026-12-31'],
		['quarter', '2026-11-23', '2026-10-01', '2026-12-31'],
		['quarter', '2026-05-01', '2026-04-01', '2026-06-30'],
		['year', '2026-11-23', '2026-01-01', '2026-12-31']
	] as const)('[TIME-2] the %s of %s runs from %s to %s', (u, day, from, to) => {
		expect(periodOf(u, day)).toEqual({ unit: u, from, to });
	});

	it('[TIME-2] every date falls in exactly one period of each unit', () => {
		fc.assert(
			fc.property(unit, date, (u, day) => {
				const period = periodOf(u, day);
				expect(contains(period, day)).toBe(true);
				expect(periodOf(u, period.from)).toEqual(period);
				expect(periodOf(u, period.to)).toEqual(period);
				expect(periodOf(u, addDays(period.to, 1)).from).toBe(addDays(period.to, 1));
			})
		);
	});

	it('[TIME-2] a week begins on Monday', () => {
		fc.assert(fc.property(date, (day) => weekday(periodOf('week', day).from) === 1));
	});

	it('[TIME-3] the previous period ends on the day before', () => {
		expect(previousPeriod(periodOf('month', '2026-03-31'))).toEqual(
			periodOf('month', '2026-02-01')
		);
		fc.assert(
			fc.property(unit, date, (u, day) => {
				const period = periodOf(u, day);
				expect(addDays(previousPeriod(period).to, 1)).toBe(period.from);
			})
		);
	});
});

describe('datesOf', () => {
	it('[TIME-2] has both ends and every day between', () => {
		const dates = datesOf(periodOf('month', '2026-02-14'));
		expect(dates).toHaveLength(28);
		expect([dates[0], dates[27]]).toEqual(['2026-02-01', '2026-02-28']);
		expect(datesOf({ from: '2026-02-02', to: '2026-02-01' })).toEqual([]);
	});
});

describe('periodKey', () => {
	it.each([
		['day', '2026-11-23', '2026-11-23'],
		['week', '2026-11-23', '2026-W48'],
		['week', '2021-01-01', '2020-W53'],
		['week', '2021-01-04', '2021-W01'],
		['week', '2024-12-30', '2025-W01'],
		['week', '2026-01-01', '2026-W01'],
		['month', '2026-11-23', '2026-11'],
		['quarter', '2026-11-23', '2026-Q4'],
		['quarter', '2026-03-31', '2026-Q1'],
		['year', '2026-11-23', '2026']
	] as const)('[TIME-4] the %s of %s is %s', (u, day, key) => {
		expect(periodKey(periodOf(u, day))).toBe(key);
	});

	it('[TIME-4] two periods share a key only if they are the same', () => {
		fc.assert(
			fc.property(unit, unit, date, date, (u, v, a, b) => {
				const [one, other] = [periodOf(u, a), periodOf(v, b)];
				const same = JSON.stringify(one) === JSON.stringify(other);
				expect(periodKey(one) === periodKey(other)).toBe(same);
			})
		);
	});

	it('[TIME-4] keys of one unit sort as their periods do', () => {
		fc.assert(
			fc.property(unit, date, (u, day) => {
				const period = periodOf(u, day);
				expect(periodKey(previousPeriod(period)) < periodKey(period)).toBe(true);
			})
		);
	});
});
