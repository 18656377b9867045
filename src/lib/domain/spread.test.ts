import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSplit } from './split.ts';
import { niceStep, spread, type SplitRow } from './spread.ts';

const amount = fc.nat(10 ** 13);
const rows = fc
	.uniqueArray(
		fc.record({
			key: fc.string({ minLength: 1, maxLength: 4 }),
			amount,
			locked: fc.boolean(),
			weight: fc.oneof(fc.constant(0), fc.nat(10 ** 12))
		}),
		{ selector: ({ key }) => key, minLength: 1, maxLength: 60 }
	)
	.map((all): SplitRow[] => all);
const step = fc.constantFrom(1, 100, 10_000, 5_000_000);
const sum = (amounts: readonly number[]) => amounts.reduce((all, one) => all + one, 0);

describe('spread', () => {
	it('[SPLIT-4] hands out by weight exactly what is required', () => {
		const open = (key: string, weight: number): SplitRow => ({
			key,
			amount: 0,
			locked: false,
			weight
		});
		const { amounts } = spread([open('a', 3), open('b', 1)], checkSplit(1000, []).required);
		expect(amounts).toEqual([788, 262]);
	});

	it('[SPLIT-5] whatever is locked or typed, the rows sum to what is required, or only the locked exceed it', () => {
		fc.assert(
			fc.property(rows, amount, (all, required) => {
				const { amounts, over, left } = spread(all, required);
				expect(sum(amounts)).toBe(required + over - left);
				expect(Math.min(over, left)).toBe(0);
				if (left > 0) expect(all.every(({ locked }) => locked)).toBe(true);
				amounts.forEach((one) => expect(one).toBeGreaterThanOrEqual(0));
				if (over > 0) all.forEach(({ locked }, i) => expect(locked || amounts[i] === 0).toBe(true));
			})
		);
	});

	it('[SPLIT-5] locked rows keep theirs; without any weight the open ones share evenly', () => {
		fc.assert(
			fc.property(rows, amount, step, (all, required, nice) => {
				const { amounts } = spread(all, required, nice);
				all.forEach((row, i) => row.locked && expect(amounts[i]).toBe(row.amount));
				const open = all.flatMap((row, i) => (row.locked ? [] : [amounts[i]!]));
				if (all.every(({ locked, weight }) => locked || weight === 0) && open.length > 0)
					expect(Math.max(...open) - Math.min(...open)).toBeLessThanOrEqual(nice);
			})
		);
	});

	it('[SPLIT-6] the order of the rows changes nobody’s part', () => {
		const shuffled = rows.chain((all) =>
			fc.tuple(
				fc.constant(all),
				fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })
			)
		);
		fc.assert(
			fc.property(shuffled, amount, step, ([all, mixed], required, nice) => {
				const parts = (of: SplitRow[]) => {
					const { amounts } = spread(of, required, nice);
					return new Map(of.map(({ key }, i) => [key, amounts[i]]));
				};
				const [one, other] = [parts(all), parts(mixed)];
				for (const [key, part] of one) expect(other.get(key)).toBe(part);
			})
		);
	});

	it('[SPLIT-7] in round steps the sum is never short, and less than one step above', () => {
		fc.assert(
			fc.property(rows, amount, step, (all, required, nice) => {
				const { amounts, over, left } = spread(all, required, nice);
				if (over > 0 || left > 0) return;
				expect(sum(amounts)).toBeGreaterThanOrEqual(required);
				expect(sum(amounts) - required).toBeLessThan(nice);
				all.forEach((row, i) => expect(row.locked || amounts[i]! % nice === 0).toBe(true));
			})
		);
	});

	it('[SPLIT-1] [SPLIT-5] a spread split is never short unless everything is locked', () => {
		fc.assert(
			fc.property(rows, amount, fc.nat(5_000), (all, parent, stretch) => {
				const { required } = checkSplit(parent, [], stretch);
				const { amounts, left } = spread(all, required);
				expect(checkSplit(parent, amounts, stretch).status === 'short').toBe(left > 0);
			})
		);
	});
});

describe('niceStep', () => {
	it.each([
		[128_460_000_00, 100, 1_000_000_00],
		[5_000_000_00, 100, 50_000_00],
		[2_999_00, 100, 20_00],
		[50, 100, 100],
		[0, 1, 1]
	])('[SPLIT-7] a step for %d, at least %d, is %d', (size, least, expected) =>
		expect(niceStep(size, least)).toBe(expected)
	);
});
