import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureValue, movement, MEASURES, rank, type Subject } from './standing.ts';

const subject = (code: string, value?: number, reachedAt = 0): Subject => ({
	code,
	value,
	reachedAt
});
const places = (subjects: Subject[]) => rank(subjects).map((s) => [s.rank, s.code]);

/** Few values and instants, so that ties are common. */
const subjects = fc.uniqueArray(
	fc.record({
		code: fc.string({ minLength: 1, maxLength: 3 }),
		value: fc.oneof(
			fc.integer({ min: -2, max: 2 }),
			fc.constantFrom(undefined, NaN, Infinity, -Infinity),
			fc.double()
		),
		reachedAt: fc.oneof(fc.nat(2), fc.constantFrom(NaN, Infinity))
	}),
	{ selector: ({ code }) => code, maxLength: 20 }
);
const defined = (value: number | undefined): value is number => Number.isFinite(value);

describe('rank', () => {
	it('[STAND-1] 1224: as many share a place as are skipped after it', () => {
		const list = [subject('D', 1), subject('B', 5, 1), subject('A', 9), subject('C', 5, 2)];
		expect(places(list)).toEqual([
			[1, 'A'],
			[2, 'B'],
			[2, 'C'],
			[4, 'D']
		]);
	});

	it('[STAND-1] the rank is 1 + the number of subjects with a strictly higher value', () => {
		fc.assert(
			fc.property(subjects, (list) => {
				for (const standing of rank(list)) {
					const own = standing.value;
					const higher = list.filter(
						({ value }) => defined(value) && (own === undefined || value > own)
					);
					expect(standing.rank).toBe(1 + higher.length);
				}
			})
		);
	});

	it('[STAND-2] among equals the one who got there first stands above, then the code decides', () => {
		const list = [subject('C', 5, 1), subject('B', 5, 2), subject('A', 5, 2)];
		expect(places(list)).toEqual([
			[1, 'C'],
			[1, 'A'],
			[1, 'B']
		]);
	});

	it('[STAND-2] the order is total and stable: it does not depend on the order given', () => {
		const shuffled = subjects.chain((list) =>
			fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))
		);
		fc.assert(
			fc.property(shuffled, ([list, other]) => {
				expect(rank(other)).toEqual(rank(list));
				expect(rank(rank(list))).toEqual(rank(list));
			}),
			{ numRuns: 500 }
		);
	});

	it('[STAND-3] everybody is on the board once', () => {
		fc.assert(
			fc.property(subjects, (list) => {
				expect(
					rank(list)
						.map(({ code }) => code)
						.sort()
				).toEqual(list.map(({ code }) => code).sort());
			})
		);
	});

	it('[STAND-3] 0 is a value: it stands above a negative one', () => {
		expect(places([subject('A', -1), subject('B', 0), subject('C', 0)])).toEqual([
			[1, 'B'],
			[1, 'C'],
			[3, 'A']
		]);
	});

	it('[STAND-4] who has no value stands below the lowest and shares one place', () => {
		const ranked = rank([subject('A'), subject('B', -9), subject('C', NaN), subject('D', 3)]);
		expect(ranked.map((s) => [s.rank, s.code])).toEqual([
			[1, 'D'],
			[2, 'B'],
			[3, 'A'],
			[3, 'C']
		]);
		expect(ranked.map((s) => 'value' in s)).toEqual([true, true, false, false]);
	});
});

describe('measureValue', () => {
	const result = { value: 150, target: 200, previous: 120 };

	it.each([
		['total', 150],
		['attainment', 0.75],
		['growth', 0.25],
		['gap', -50],
		['points', 150]
	] as const)('[STAND-5] %s is %d', (measure, value) => {
		expect(measureValue(measure, result)).toBe(value);
	});

	it('[STAND-5] is absent where the measure does not apply', () => {
		for (const target of [undefined, 0, -5]) {
			expect(measureValue('attainment', { value: 1, target })).toBeUndefined();
		}
		for (const previous of [undefined, 0, -5]) {
			expect(measureValue('growth', { value: 1, previous })).toBeUndefined();
		}
		expect(measureValue('gap', { value: 1 })).toBeUndefined();
	});

	it('[STAND-5] equal shares of different targets are equal', () => {
		const share = (value: number, target: number) => measureValue('attainment', { value, target });
		expect(share(1, 3)).toBe(share(333_333_333, 999_999_999));
	});

	it('[PACE-8] is finite or absent, for any input', () => {
		const number = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constantFrom(0, 5e-324, 1e308));
		const result = fc.record(
			{ value: number, target: number, previous: number },
			{ requiredKeys: ['value'] }
		);
		fc.assert(
			fc.property(fc.constantFrom(...MEASURES), result, (measure, anything) => {
				const value = measureValue(measure, anything);
				return value === undefined || Number.isFinite(value);
			}),
			{ numRuns: 1000 }
		);
	});
});

it('[STAND-7] movement counts places gained', () => {
	expect(movement(1, 4)).toBe(3);
	expect(movement(4, 1)).toBe(-3);
	expect(movement(2, 2)).toBe(0);
	expect(movement(2, undefined)).toBeUndefined();
});
