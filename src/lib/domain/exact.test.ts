import fc from 'fast-check';
import { expect, it } from 'vitest';
import { divideRounded, divideUp, fraction } from './exact.ts';

const any = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 25n });

it('[PACE-2] rounds to the nearest, halves away from zero', () => {
	expect([5n, 4n, -5n, -4n, 15n, 0n].map((n) => divideRounded(n, 10n))).toEqual([
		1n,
		0n,
		-1n,
		0n,
		2n,
		0n
	]);
	fc.assert(
		fc.property(any, positive, (n, d) => {
			const off = 2n * (divideRounded(n, d) * d - n);
			return off <= d && off >= -d;
		})
	);
});

it('[PACE-5] rounds up', () => {
	expect([10n, 11n, -11n, 0n].map((n) => divideUp(n, 10n))).toEqual([1n, 2n, -1n, 0n]);
	fc.assert(
		fc.property(any, positive, (n, d) => {
			const up = divideUp(n, d);
			return up * d >= n && (up - 1n) * d < n;
		})
	);
});

it('[PACE-4] a fraction does not depend on how large its terms are', () => {
	fc.assert(
		fc.property(fc.integer(), fc.integer({ min: 1 }), positive, (n, d, factor) => {
			expect(fraction(BigInt(n) * factor, BigInt(d) * factor)).toBe(n / d);
		})
	);
});
