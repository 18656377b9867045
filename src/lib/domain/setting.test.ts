/** What helps to set a target: methods, factors, the SMART check, and what a subject's history carries. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factorAmount } from './factors.ts';
import { byFactors, byGrowth, growthBetween, plannedGrowth } from './methods.ts';
import { outlook, reachOf, verdictWithin } from './outlook.ts';
import { smartCheck, type SmartInput } from './smart.ts';

describe('methods', () => {
	it('[TARGET-5] the base counts by working day, then grows', () => {
		const made = byGrowth('last', { amount: 2000, weight: 2000 }, { weight: 2200, growth: 500 });
		expect(made).toEqual({
			method: 'last',
			amount: 2310,
			terms: { base: 2000, baseWeight: 2000, weight: 2200, growth: 500 }
		});
	});

	it('[TARGET-5] without a base there is no suggestion', () => {
		const ahead = { weight: 2200, growth: 500 };
		expect(byGrowth('last', undefined, ahead)).toBeUndefined();
		expect(byGrowth('last', { amount: 0, weight: 2000 }, ahead)).toBeUndefined();
		expect(byGrowth('year-ago', { amount: 10, weight: 0 }, ahead)).toBeUndefined();
		expect(byFactors(undefined)).toBeUndefined();
	});

	it('[TARGET-5] growth per working day, and what is planned with lies within 0 and 30 %', () => {
		const before = { amount: 1000, weight: 2000 };
		expect(growthBetween(before, { amount: 1210, weight: 2200 })).toBe(1000);
		expect(growthBetween({ amount: 0, weight: 100 }, before)).toBeUndefined();
		expect([undefined, -500, 800, 9000].map(plannedGrowth)).toEqual([0, 0, 800, 3000]);
	});

	it('[TARGET-6] five factors, rounded once', () => {
		const factors = {
			capacity: 1_000_000_00,
			share: 1200,
			penetration: 8000,
			growth: 500,
			potential: 11_000
		};
		expect(factorAmount(factors)).toBe(11_088_000);
		expect(factorAmount({ ...factors, growth: -10_000 })).toBe(0);
		expect(
			factorAmount({ ...factors, capacity: 10 ** 13, share: 10_000, potential: 10 ** 6 })
		).toBe(10 ** 13);
	});
});

describe('what history carries', () => {
	it('[SPLIT-8] two limits give the verdict that the outlook gives, for any amount', () => {
		const history = fc.array(fc.integer({ min: -50, max: 500 }), { minLength: 1, maxLength: 80 });
		fc.assert(
			fc.property(history, fc.nat(3_000), fc.nat(20_000), (days, weight, amount) => {
				const sampling = { history: days, days: weight / 100, seed: 'R1', trials: 200 };
				const whole = outlook({
					target: amount,
					actual: 0,
					remainingDays: weight / 100,
					history: days,
					seed: 'R1',
					trials: 200
				});
				expect(verdictWithin(reachOf(sampling)!, amount)).toBe(whole?.verdict);
			})
		);
	});

	it('[SPLIT-8] a subject without history has no verdict', () =>
		expect(reachOf({ history: [], days: 22, seed: 'x' })).toBeUndefined());
});

describe('smartCheck', () => {
	const good: SmartInput = {
		metric: 'sales',
		subject: 'unit:E1',
		amount: 100,
		reach: { sure: 90, most: 120 },
		parent: 1000,
		period: { from: '2026-11-01', to: '2026-11-30' },
		weight: 2100,
		today: '2026-11-23'
	};

	it('[TARGET-7] all five letters are green', () => expect(smartCheck(good)).toEqual({}));

	it.each([
		[{ metric: undefined }, { specific: 'no-metric' }],
		[{ subject: undefined }, { specific: 'no-subject' }],
		[{ amount: 0 }, { measurable: 'no-amount', achievable: 'no-amount' }],
		[{ amount: 121 }, { achievable: 'out-of-reach' }],
		[{ reach: undefined }, { achievable: 'no-history' }],
		[{ parent: undefined }, { relevant: 'no-parent-target' }],
		[{ parent: 99 }, { relevant: 'above-parent' }],
		[{ parent: 'top' as const }, {}],
		[{ today: '2026-12-01' }, { timely: 'period-over' }],
		[{ weight: 0 }, { timely: 'no-working-day' }]
	] satisfies [Partial<SmartInput>, object][])('[TARGET-7] %j gives %j', (change, expected) =>
		expect(smartCheck({ ...good, ...change })).toEqual(expected)
	);
});
