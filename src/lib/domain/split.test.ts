import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSplit } from './split.ts';

describe('checkSplit', () => {
	it('[SPLIT-1] the children must reach the parent and the stretch, rounded up', () => {
		expect(checkSplit(1000, [500, 549])).toEqual({
			sum: 1049,
			required: 1050,
			left: 1,
			over: 0,
			status: 'short'
		});
		expect(checkSplit(1000, [500, 550])).toMatchObject({ left: 0, over: 0, status: 'ok' });
		expect(checkSplit(1001, [])).toMatchObject({ required: 1052, left: 1052, status: 'short' });
	});

	it('[SPLIT-1] the stretch is a setting', () => {
		expect(checkSplit(1000, [1000], 0)).toMatchObject({ required: 1000, status: 'ok' });
		expect(checkSplit(1000, [1000], 1)).toMatchObject({ required: 1001, status: 'short' });
	});

	it('[SPLIT-2] warns above 50 %, not at it', () => {
		expect(checkSplit(1000, [1500])).toMatchObject({ over: 450, status: 'ok' });
		expect(checkSplit(1000, [1501])).toMatchObject({ over: 451, status: 'over-stretched' });
	});

	it('[SPLIT-2] what is required is never a reason to warn by itself being missed', () => {
		expect(checkSplit(1000, [1600], 7000).status).toBe('short');
		expect(checkSplit(1000, [1700], 7000).status).toBe('over-stretched');
	});

	it('[SPLIT-3] left and over tell the distance to what is required, to the unit', () => {
		const amount = fc.nat(10 ** 13);
		fc.assert(
			fc.property(amount, fc.array(amount), fc.nat(20_000), (parent, children, stretch) => {
				const split = checkSplit(parent, children, stretch);
				expect(split.sum + split.left - split.over).toBe(split.required);
				expect(Math.min(split.left, split.over)).toBe(0);
				expect(split.status === 'short').toBe(split.left > 0);
				const exact = BigInt(parent) * BigInt(10_000 + stretch);
				expect(BigInt(split.required) * 10_000n >= exact).toBe(true);
				expect(BigInt(split.required - 1) * 10_000n < exact).toBe(true);
			})
		);
	});
});
