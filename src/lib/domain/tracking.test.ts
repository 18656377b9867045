import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion } from './apportion.ts';
import { addDays } from './period.ts';
import { trackingTable } from './tracking.ts';

const DATES = ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28'];

describe('trackingTable', () => {
	it('[PACE-9] one row a day: target, result and both summed up', () => {
		const rows = trackingTable({
			dates: DATES,
			weights: [100, 0, 100, 200],
			targets: [25, 0, 25, 50],
			actuals: { '2026-11-25': 30, '2026-11-26': -10 },
			today: '2026-11-27'
		});
		expect(rows).toEqual([
			{
				date: '2026-11-25',
				weight: 100,
				target: 25,
				actual: 30,
				cumulativeTarget: 25,
				cumulativeActual: 30,
				attainment: 1.2,
				gap: 0,
				timeProgress: 0.25
			},
			{
				date: '2026-11-26',
				weight: 0,
				target: 0,
				actual: -10,
				cumulativeTarget: 25,
				cumulativeActual: 20,
				attainment: 0.8,
				gap: 5,
				timeProgress: 0.25
			},
			{
				date: '2026-11-27',
				weight: 100,
				target: 25,
				actual: 0,
				cumulativeTarget: 50,
				cumulativeActual: 20,
				attainment: 0.4,
				gap: 30,
				timeProgress: 0.5
			},
			{
				date: '2026-11-28',
				weight: 200,
				target: 50,
				cumulativeTarget: 100,
				timeProgress: 1
			}
		]);
	});

	it('[PACE-9] the last cumulative target is the month target', () => {
		const weights = fc
			.array(fc.nat(200), { minLength: 1, maxLength: 31 })
			.filter((w) => w.some((x) => x > 0));
		fc.assert(
			fc.property(fc.nat(), weights, (target, w) => {
				const parted = apportion(target, w);
				const rows = trackingTable({
					dates: w.map((_, i) => addDays('2026-11-01', i)),
					weights: w,
					targets: parted.ok ? parted.parts : [],
					actuals: {},
					today: '2026-11-01'
				});
				expect(rows.at(-1)).toMatchObject({ cumulativeTarget: target, timeProgress: 1 });
			})
		);
	});

	it('[PACE-8] every figure is finite or absent, for any input', () => {
		const number = fc.oneof(fc.maxSafeInteger(), fc.double(), fc.constantFrom(0, -0, 1e308));
		const numbers = fc.array(number, { maxLength: 6 });
		fc.assert(
			fc.property(numbers, numbers, numbers, fc.nat(5), (weights, targets, booked, day) => {
				const rows = trackingTable({
					dates: DATES,
					weights,
					targets,
					actuals: Object.fromEntries(booked.map((n, i) => [DATES[i] ?? '', n])),
					today: addDays('2026-11-24', day)
				});
				for (const { date, ...figures } of rows) {
					expect(Object.values(figures).every(Number.isFinite), date).toBe(true);
				}
			})
		);
	});
});
