import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	dayOf,
	daysOf,
	dayWeight,
	weightsOf,
	workingDays,
	type CalendarRules,
	type RepDays
} from './calendar.ts';
import { addDays, periodOf } from './period.ts';

const SHOP: CalendarRules = {
	week: [100, 100, 100, 100, 100, 150, 0],
	holidays: { '2026-10-01': 'off', '2026-10-10': 'work', '2026-10-11': 'work' },
	dates: { '2026-10-02': 50, '2026-10-01': 120 }
};
const plain = { ...SHOP, dates: {} };

describe('dayWeight', () => {
	it('[CAL-2] the week mask is the weakest source', () => {
		expect(dayWeight('2026-11-23', SHOP)).toBe(100);
		expect(dayWeight('2026-11-28', SHOP)).toBe(150);
		expect(dayWeight('2026-11-29', SHOP)).toBe(0);
	});

	it('[CAL-3] a holiday is off', () => {
		expect(dayWeight('2026-10-01', plain)).toBe(0);
	});

	it('[CAL-3] a make-up day weighs 100 where the mask says off, else what the mask says', () => {
		expect(dayWeight('2026-10-11', SHOP)).toBe(100);
		expect(dayWeight('2026-10-10', SHOP)).toBe(150);
	});

	it('[CAL-2] an own date wins over holiday and mask', () => {
		expect(dayWeight('2026-10-01', SHOP)).toBe(120);
		expect(dayWeight('2026-10-02', SHOP)).toBe(50);
	});

	it('[CAL-4] nothing before the first day and nothing after the last', () => {
		const rep = { from: '2026-11-23', to: '2026-11-25' };
		const dates = ['2026-11-22', '2026-11-23', '2026-11-25', '2026-11-26'];
		expect(weightsOf(dates, { ...SHOP, week: [100, 100, 100, 100, 100, 100, 100] }, rep)).toEqual([
			0, 100, 100, 0
		]);
	});

	it('[CAL-5] a leave lowers a day and never raises it', () => {
		const rep: RepDays = {
			leave: [
				{ from: '2026-11-27', to: '2026-11-29', weight: 50 },
				{ from: '2026-11-28', to: '2026-11-28', weight: 0 }
			]
		};
		const week = periodOf('week', '2026-11-23');
		expect(weightsOf(week, SHOP, rep)).toEqual([100, 100, 100, 100, 50, 0, 0]);
	});

	it('[CAL-5] no rep works more than the organisation', () => {
		const date = fc.integer({ min: 0, max: 60 }).map((days) => addDays('2026-09-15', days));
		const leave = fc.array(
			fc.record({ from: date, to: date, weight: fc.integer({ min: 0, max: 300 }) })
		);
		fc.assert(
			fc.property(date, date, date, leave, (day, from, to, absences) => {
				const own = dayWeight(day, SHOP, { from, to, leave: absences });
				expect(own).toBeGreaterThanOrEqual(0);
				expect(own).toBeLessThanOrEqual(dayWeight(day, SHOP));
			})
		);
	});
});

it('[CAL-1] the weights of a period, one for each of its dates', () => {
	const october = weightsOf(periodOf('month', '2026-10-01'), SHOP);
	expect(october).toHaveLength(31);
	expect(october.slice(0, 5)).toEqual([120, 50, 150, 0, 100]);
});

describe('[CAL-8] where a day’s weight comes from', () => {
	const rep: RepDays = {
		from: '2026-10-05',
		leave: [{ from: '2026-10-10', to: '2026-10-12', weight: 0 }]
	};

	it.each([
		['2026-10-09', plain, 100, 'week'],
		['2026-10-04', plain, 0, 'week'],
		['2026-10-01', plain, 0, 'holiday'],
		['2026-10-10', plain, 150, 'make-up'],
		['2026-10-11', plain, 100, 'make-up'],
		['2026-10-01', SHOP, 120, 'own'],
		['2026-10-02', SHOP, 50, 'own']
	])('%s', (date, rules, weight, source) =>
		expect(dayOf(date, rules)).toEqual({ date, weight, source })
	);

	it('a leave is the source only where it takes something away', () => {
		const sources = daysOf(
			{ from: '2026-10-04', to: '2026-10-12' },
			{ ...plain, holidays: {} },
			rep
		);
		expect(sources.map(({ source }) => source)).toEqual([
			'away',
			'week',
			'week',
			'week',
			'week',
			'week',
			'leave',
			// A Sunday is off with or without leave.
			'week',
			'leave'
		]);
	});

	it('an own date counts as one even where it changes nothing', () => {
		const rules = { ...plain, dates: { '2026-10-09': 100 } };
		expect(dayOf('2026-10-09', rules)).toMatchObject({ weight: 100, source: 'own' });
	});

	it('working days are a decimal of exact weights', () => {
		expect(workingDays(daysOf(['2026-10-01', '2026-10-02', '2026-10-03'], SHOP))).toBe(3.2);
		expect(workingDays([])).toBe(0);
	});
});
