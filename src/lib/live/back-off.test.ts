import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backOff } from './back-off.ts';

describe('[LIVE-7] the wait before another try', () => {
	test('is a random part of half a second that doubles up to fifteen', () => {
		const longest = (attempt: number) => backOff(attempt, () => 1);
		expect([0, 1, 2, 3, 4, 5, 6].map(longest)).toEqual([
			500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000
		]);
		expect(backOff(3, () => 0.25)).toBe(1_000);
	});

	test('is never more than that, however long the server is away', () => {
		fc.assert(
			fc.property(fc.nat(100_000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, part) => {
				const wait = backOff(attempt, () => part);
				expect(wait).toBeGreaterThanOrEqual(0);
				expect(wait).toBeLessThanOrEqual(15_000);
			})
		);
	});
});
