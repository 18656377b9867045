import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion } from './apportion.ts';

const total = fc.oneof(fc.integer(), fc.maxSafeInteger());
const weight = fc.oneof(fc.constant(0), fc.nat(200), fc.maxSafeNat());
const weights = fc
	.array(weight, { minLength: 1, maxLength: 40 })
	.filter((w) => w.some((x) => x > 0));

const parts = (n: number, w: readonly number[]): number[] => {
	const result = apportion(n, w);
	if (!result.ok) throw new Error(result.reason);
	return result.parts;
};
const exactSum = (w: readonly number[]): bigint => w.reduce((sum, x) => sum + BigInt(x), 0n);

describe('apportion', () => {
	it('[APPORTION-1] the parts sum to exactly the total', () => {
		fc.assert(fc.property(total, weights, (n, w) => exactSum(parts(n, w)) === BigInt(n)));
	});

	it('[APPORTION-2] no part is a whole unit off its exact share', () => {
		fc.assert(
			fc.property(total, weights, (n, w) => {
				const whole = exactSum(w);
				return parts(n, w).every((part, i) => {
					const off = BigInt(part) * whole - BigInt(n) * BigInt(w[i] ?? 0);
					return (off < 0n ? -off : off) < whole;
				});
			})
		);
	});

	it('[APPORTION-3] the larger remainder is served first', () => {
		expect(parts(100, [1, 1, 1])).toEqual([34, 33, 33]);
		expect(parts(10, [3, 5, 7])).toEqual([2, 3, 5]);
		expect(parts(7, [100, 100, 150])).toEqual([2, 2, 3]);
		expect(parts(1, [1, 2])).toEqual([0, 1]);
	});

	it('[APPORTION-3] ties go to the earlier', () => {
		expect(parts(2, [5, 5, 5, 5])).toEqual([1, 1, 0, 0]);
		expect(parts(1, [0, 100, 100])).toEqual([0, 1, 0]);
	});

	it('[APPORTION-4] weight 0 gets 0', () => {
		fc.assert(
			fc.property(total, weights, (n, w) =>
				parts(n, w).every((part, i) => w[i] !== 0 || part === 0)
			)
		);
	});

	it('[APPORTION-5] a negative total is the mirror image, without negative zeros', () => {
		fc.assert(
			fc.property(total, weights, (n, w) => {
				expect(parts(-n, w)).toEqual(parts(n, w).map((part) => 0 - part));
			})
		);
	});

	it.each([[[]], [[0]], [[0, 0, 0]]])('[APPORTION-6] %j carries no weight', (w) => {
		expect(apportion(100, w)).toEqual({ ok: false, reason: 'no-weight' });
		expect(apportion(0, w)).toEqual({ ok: false, reason: 'no-weight' });
	});

	it.each([-1, 0.5, NaN, Infinity, 2 ** 53])('[APPORTION-7] %d is no weight', (bad) => {
		expect(apportion(100, [1, bad])).toEqual({ ok: false, reason: 'bad-weight' });
	});

	it('[APPORTION-8] a month of day targets', () => {
		const day = parts(1_000_000_00, [100, 100, 100, 100, 100, 150, 0]);
		expect(day).toEqual([15384616, 15384616, 15384615, 15384615, 15384615, 23076923, 0]);
	});
});
