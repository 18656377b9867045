import { expect, it } from 'vitest';
import { cumulative } from './cumulative.ts';

const period = { from: '2026-02-01', to: '2026-02-28' };
const trend = {
	targets: { '2026-02-02': 100, '2026-02-03': 50 },
	actuals: { '2026-02-01': 10, '2026-02-03': -4 }
};

it('sums day by day, keeps days without an entry, and stops at today', () => {
	const { days, actual, target, today } = cumulative(
		{ period, value: 6, target: 150 },
		'2026-02-03',
		trend
	);
	expect(days).toHaveLength(28);
	expect(today).toBe(2);
	expect(actual.slice(0, 5)).toEqual([10, 10, 6, null, null]);
	expect(target.slice(0, 4)).toEqual([0, 100, 150, 150]);
});

it('heads from today to the projection', () => {
	const { heading } = cumulative({ period, value: 6, projection: 60 }, '2026-02-03', trend);
	expect(heading[2]).toBe(6);
	expect(heading[27]).toBe(60);
	expect(heading.filter((value) => value !== null)).toHaveLength(2);
});

it('has no target and no heading where there is none', () => {
	const { heading, target } = cumulative({ period, value: 6 }, '2026-02-03', trend);
	expect(heading).toEqual([]);
	expect(target).toEqual([]);
});

it('has nothing ahead of the last day', () => {
	expect(cumulative({ period, value: 6, projection: 6 }, '2026-02-28', trend).heading).toEqual([]);
});
