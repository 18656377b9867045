import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elapsedWeight, pace, type PaceInput } from './pace.ts';
import { addDays, datesOf } from './period.ts';

const NOVEMBER = datesOf({ from: '2026-11-23', to: '2026-11-29' });
const WEEK = [100, 100, 100, 100, 100, 150, 0];
const on = (today: string, shareOfToday: number) =>
	elapsedWeight({ dates: NOVEMBER, weights: WEEK, today, shareOfToday });

describe('elapsedWeight', () => {
	it('[PACE-1] counts past days whole and today by its share', () => {
		expect(on('2026-11-25', 0.25)).toEqual({
			total: 650,
			elapsed: 225,
			remaining: 425,
			timeProgress: 225 / 650
		});
		expect(on('2026-11-28', 0.5).elapsed).toBe(575);
	});

	it('[PACE-1] is nothing before the period and everything after it', () => {
		expect(on('2026-11-22', 1)).toEqual({
			total: 650,
			elapsed: 0,
			remaining: 650,
			timeProgress: 0
		});
		expect(on('2026-11-30', 0)).toEqual({
			total: 650,
			elapsed: 650,
			remaining: 0,
			timeProgress: 1
		});
	});

	it('[PACE-8] has no time progress where nothing weighs', () => {
		const none = elapsedWeight({
			dates: NOVEMBER,
			weights: [0, 0, 0, 0, 0, 0, 0],
			today: '2026-11-25',
			shareOfToday: 1
		});
		expect(none).toEqual({ total: 0, elapsed: 0, remaining: 0 });
	});
});

describe('pace', () => {
	const month = { target: 1_000_000, totalWeight: 2200, elapsedWeight: 1100 };

	it('[PACE-2] [PACE-3] [PACE-4] [PACE-5] [PACE-6] half way and a little behind', () => {
		expect(pace({ ...month, actual: 480_000 })).toEqual({
			value: 480_000,
			target: 1_000_000,
			attainment: 0.48,
			timeProgress: 0.5,
			expected: 500_000,
			index: 0.96,
			gap: 520_000,
			remainingDays: 11,
			requiredPerDay: 47_273,
			projection: 960_000,
			status: 'on-track'
		});
	});

	it('[PACE-2] expected and [PACE-6] projection are rounded, halves away from zero', () => {
		const half = { totalWeight: 200, elapsedWeight: 100 };
		expect(pace({ ...half, target: 5, actual: 0 }).expected).toBe(3);
		expect(pace({ totalWeight: 300, elapsedWeight: 200, actual: -1 }).projection).toBe(-2);
	});

	it('[PACE-2] is exact where a product exceeds 2^53', () => {
		const huge = pace({
			target: 9_007_199_254_740_991,
			actual: 9_007_199_254_740_989,
			totalWeight: 3,
			elapsedWeight: 1
		});
		expect(huge.expected).toBe(3_002_399_751_580_330);
		expect(huge.gap).toBe(2);
		expect(huge.requiredPerDay).toBe(100);
	});

	it('[PACE-3] the gap is not negative once the target is passed, and nothing more is required', () => {
		const over = pace({ ...month, actual: 1_200_000 });
		expect([over.gap, over.requiredPerDay, over.attainment]).toEqual([0, 0, 1.2]);
	});

	it('[PACE-5] doing what is required on every day left suffices, and one unit less does not', () => {
		fc.assert(
			fc.property(
				fc.maxSafeNat(),
				fc.maxSafeNat(),
				fc.integer({ min: 1, max: 36_600 }),
				fc.nat(36_600),
				(target, actual, left, elapsed) => {
					const { gap = 0, requiredPerDay = 0 } = pace({
						target,
						actual,
						totalWeight: left + elapsed,
						elapsedWeight: elapsed
					});
					const needed = BigInt(gap) * 100n;
					// Beyond 2^53 a number cannot hold the answer to the unit.
					fc.pre(Number.isSafeInteger(requiredPerDay));
					expect(BigInt(requiredPerDay) * BigInt(left) >= needed).toBe(true);
					expect(gap === 0 || BigInt(requiredPerDay - 1) * BigInt(left) < needed).toBe(true);
				}
			)
		);
	});

	it('[PACE-6] a projection needs no target', () => {
		expect(pace({ actual: 300, totalWeight: 2000, elapsedWeight: 500 })).toEqual({
			value: 300,
			timeProgress: 0.25,
			remainingDays: 15,
			projection: 1200
		});
	});

	it.each([
		[1_000_000, 'done'],
		[999_999, 'ahead'],
		[500_000, 'ahead'],
		[499_999, 'on-track'],
		[475_000, 'on-track'],
		[474_999, 'behind'],
		[400_000, 'behind'],
		[399_999, 'at-risk'],
		[-5, 'at-risk']
	] as const)('[PACE-7] at %d of an expected 500000 the status is %s', (actual, status) => {
		expect(pace({ ...month, actual }).status).toBe(status);
	});

	it('[PACE-7] a threshold is met exactly, however large the amounts', () => {
		const target = 10 ** 13;
		const at = (actual: number) =>
			pace({ target, actual, totalWeight: 700, elapsedWeight: 350 }).status;
		expect(at((target / 2) * 0.95)).toBe('on-track');
		expect(at((target / 2) * 0.95 - 1)).toBe('behind');
		expect(at((target / 2) * 0.8)).toBe('behind');
		expect(at((target / 2) * 0.8 - 1)).toBe('at-risk');
	});

	it('[PACE-7] thresholds are settings', () => {
		const thresholds = { ahead: 1.1, onTrack: 1, behind: 0.5 };
		expect(pace({ ...month, actual: 500_000, thresholds }).status).toBe('on-track');
		expect(pace({ ...month, actual: 250_000, thresholds }).status).toBe('behind');
	});

	it('[PACE-8] before the first working minute nothing is expected, projected or judged', () => {
		const opening = pace({ target: 1000, actual: 50, totalWeight: 2200, elapsedWeight: 0 });
		expect(opening).toEqual({
			value: 50,
			target: 1000,
			attainment: 0.05,
			timeProgress: 0,
			expected: 0,
			gap: 950,
			remainingDays: 22,
			requiredPerDay: 44
		});
	});

	it('[PACE-8] once no working time is left nothing per day is required', () => {
		const closing = pace({ target: 1000, actual: 900, totalWeight: 2200, elapsedWeight: 2200 });
		expect(closing).not.toHaveProperty('requiredPerDay');
		expect(closing).toMatchObject({ gap: 100, remainingDays: 0, status: 'behind' });
	});

	it('[PACE-8] a target of 0 has no attainment and is done', () => {
		const none = pace({ target: 0, actual: 0, totalWeight: 0, elapsedWeight: 0 });
		expect(none).toEqual({ value: 0, target: 0, gap: 0, remainingDays: 0, status: 'done' });
	});

	it('[PACE-8] every field is finite or absent, for any input', () => {
		const amount = fc.oneof(fc.maxSafeInteger(), fc.double(), fc.constantFrom(0, -0, 1, -1));
		const weight = fc.oneof(fc.nat(3100), fc.double(), fc.constantFrom(0, 5e-324, 1e308, NaN));
		const input: fc.Arbitrary<PaceInput> = fc.record(
			{ target: amount, actual: amount, totalWeight: weight, elapsedWeight: weight },
			{ requiredKeys: ['actual', 'totalWeight', 'elapsedWeight'] }
		);
		fc.assert(
			fc.property(input, (anything) => {
				const { remainingDays = 0, timeProgress = 0 } = pace(anything);
				expect(remainingDays >= 0 && timeProgress >= 0 && timeProgress <= 1).toBe(true);
				for (const [field, value] of Object.entries(pace(anything))) {
					if (field !== 'status') expect(value, field).toSatisfy(Number.isFinite);
					else expect(value).toBeTypeOf('string');
				}
			}),
			{ numRuns: 2000 }
		);
	});

	it('[PACE-8] elapsedWeight is finite and adds up, for any weights and share', () => {
		const weights = fc.array(fc.oneof(fc.nat(200), fc.double()), { maxLength: 40 });
		fc.assert(
			fc.property(weights, fc.nat(45), fc.double(), (anything, day, shareOfToday) => {
				const at = elapsedWeight({
					dates: anything.map((_, i) => addDays('2026-11-01', i)),
					weights: anything,
					today: addDays('2026-11-01', day),
					shareOfToday
				});
				expect(Object.values(at).every(Number.isFinite)).toBe(true);
				expect(at.elapsed >= 0 && at.remaining >= 0 && at.elapsed <= at.total).toBe(true);
			})
		);
	});
});
