import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outlook, type OutlookInput } from './outlook.ts';
import { seededRandom } from './random.ts';

const open: OutlookInput = {
	target: 1000,
	actual: 0,
	remainingDays: 10,
	history: [0, 50, 100, 150, 200],
	seed: 'R1|2026-11|2026-11-23'
};

describe('outlook', () => {
	it('[OUTLOOK-1] the same seed gives the same answer, another seed another', () => {
		expect(outlook(open)).toEqual(outlook({ ...open }));
		const answers = ['a', 'b', 'c', 'd', 'e'].map(
			(seed) => outlook({ ...open, seed })?.probability
		);
		expect(new Set(answers).size).toBeGreaterThan(1);
	});

	it('[OUTLOOK-1] is the chance that enough days are drawn', () => {
		// One day left, 3 of 4 past days would do.
		const coin = { ...open, target: 10, history: [0, 10, 11, 12], remainingDays: 1 };
		expect(outlook({ ...coin, trials: 20_000 })?.probability).toBeCloseTo(0.75, 1);
		// Two days left, each 0 or 10: both needed.
		const both = { ...open, target: 20, history: [0, 10], remainingDays: 2 };
		expect(outlook({ ...both, trials: 20_000 })?.probability).toBeCloseTo(0.25, 1);
	});

	it('[OUTLOOK-1] only the last 60 working days count', () => {
		const good = Array.from({ length: 60 }, () => 100);
		const bad = Array.from({ length: 60 }, () => 0);
		expect(outlook({ ...open, history: [...bad, ...good] })?.probability).toBe(1);
		expect(outlook({ ...open, history: [...good, ...bad] })?.probability).toBe(0);
	});

	it('[OUTLOOK-2] what is left of a day counts by its share', () => {
		const steady = { ...open, history: [100] };
		expect(outlook({ ...steady, remainingDays: 10 })?.probability).toBe(1);
		expect(outlook({ ...steady, remainingDays: 9.99 })?.probability).toBe(0);
		expect(outlook({ ...steady, target: 125, remainingDays: 1.25 })?.probability).toBe(1);
		expect(outlook({ ...steady, target: 126, remainingDays: 1.25 })?.probability).toBe(0);
	});

	it('[OUTLOOK-3] a target that is reached is certain, without any history', () => {
		const reached = { ...open, actual: 1000, history: [], remainingDays: 0 };
		expect(outlook(reached)).toEqual({ probability: 1, verdict: 'will' });
	});

	it('[OUTLOOK-4] nothing to draw from, nothing to say', () => {
		expect(outlook({ ...open, history: [] })).toBeUndefined();
	});

	it('[OUTLOOK-2] with no time left an open target is lost', () => {
		expect(outlook({ ...open, remainingDays: 0 })).toEqual({ probability: 0, verdict: 'wont' });
	});

	it('[OUTLOOK-5] will from 0.8, wont below 0.2, hard between', () => {
		const seen = new Set<string>();
		for (let target = 100; target <= 2000; target += 25) {
			const { probability, verdict } = outlook({ ...open, target }) ?? {};
			if (probability === undefined) throw new Error('no outlook');
			expect(verdict).toBe(probability >= 0.8 ? 'will' : probability < 0.2 ? 'wont' : 'hard');
			seen.add(verdict ?? '');
		}
		expect(seen.size).toBe(3);
		// Five trials of a coin come to exactly 0.8 and exactly 0.2 with some seeds.
		const fifths = Array.from({ length: 200 }, (_, i) =>
			outlook({
				...open,
				target: 1,
				history: [0, 1],
				remainingDays: 1,
				trials: 5,
				seed: `${i}`
			})
		);
		expect(fifths.find((o) => o?.probability === 0.8)?.verdict).toBe('will');
		expect(fifths.find((o) => o?.probability === 0.2)?.verdict).toBe('hard');
	});

	it('[OUTLOOK-6] a lower target is never less likely', () => {
		fc.assert(
			fc.property(fc.nat(2000), fc.nat(500), (target, less) => {
				const higher = outlook({ ...open, target, trials: 200 })?.probability ?? 0;
				const lower = outlook({ ...open, target: target - less, trials: 200 })?.probability ?? 0;
				return lower >= higher;
			})
		);
	});

	it('[OUTLOOK-6] is a probability or absent, for any input, and comes to an end', () => {
		const number = fc.oneof(fc.maxSafeInteger(), fc.double(), fc.constantFrom(0, 1e308, NaN));
		fc.assert(
			fc.property(
				number,
				number,
				fc.oneof(fc.nat(3000), number),
				fc.array(number),
				fc.string(),
				(target, actual, remainingDays, history, seed) => {
					const input = { target, actual, remainingDays, history, seed, trials: 20 };
					const found = outlook(input);
					if (!found) return;
					expect(found.probability).toBeGreaterThanOrEqual(0);
					expect(found.probability).toBeLessThanOrEqual(1);
				}
			)
		);
	});
});

describe('seededRandom', () => {
	it('[OUTLOOK-1] gives numbers in [0, 1), evenly', () => {
		const random = seededRandom('evenly');
		const tenths = Array.from({ length: 10 }, () => 0);
		for (let i = 0; i < 100_000; i++) {
			const tenth = Math.floor(random() * 10);
			tenths[tenth] = (tenths[tenth] ?? NaN) + 1;
		}
		for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
	});

	it('[OUTLOOK-1] gives the same numbers on every machine', () => {
		const random = seededRandom('龙虎榜');
		expect([random(), random()]).toEqual([0.7180752467829734, 0.231188504723832]);
	});
});
