import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mostImproved, type ComparedSubject } from './improvement.ts';

const subject = (
	code: string,
	[now, nowDays]: [number, number],
	[before, beforeDays]: [number, number]
): ComparedSubject => ({
	code,
	now: { value: now, days: nowDays },
	before: { value: before, days: beforeDays },
	reachedAt: 1
});
const TEN = { now: 10, before: 10 };
const codes = (subjects: readonly ComparedSubject[]) =>
	mostImproved(subjects, TEN).improved.map(({ code }) => code);

describe('[SCENE-212] most improved', () => {
	test('by what a working day brings: who was on leave is compared by the days at work', () => {
		const { improved } = mostImproved(
			[subject('a', [600, 6], [1_000, 10]), subject('b', [900, 6], [1_000, 10])],
			TEN
		);
		expect(improved).toEqual([{ rank: 1, code: 'b', perDay: 150, before: 100, improvement: 0.5 }]);
	});

	test('who was there for less than half of either span is not compared', () => {
		expect(codes([subject('a', [900, 4], [100, 10]), subject('b', [900, 10], [10, 4])])).toEqual(
			[]
		);
	});

	test('a leap from next to nothing is none', () => {
		const others = ['b', 'c', 'd'].map((code) => subject(code, [1_100, 10], [1_000, 10]));
		expect(codes([subject('a', [900, 10], [1, 10]), ...others])).not.toContain('a');
		expect(codes([subject('a', [900, 10], [300, 10]), ...others])[0]).toBe('a');
		expect(codes([subject('a', [900, 10], [0, 10])])).toEqual([]);
	});

	test('who does as well as before, or worse, is not on it', () => {
		expect(codes([subject('a', [100, 10], [100, 10]), subject('b', [99, 10], [100, 10])])).toEqual(
			[]
		);
	});

	test('nobody is compared with nobody', () => {
		expect(mostImproved([], TEN)).toEqual({ improved: [], compared: 0 });
	});

	const span = fc.tuple(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 0, max: 10 }));
	test('whatever comes in: ordered, above nothing, finite, each at most once', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(span, span), { maxLength: 40 }), (spans) => {
				const all = spans.map(([now, before], i) => subject(`s${i}`, now, before));
				const { improved, compared } = mostImproved(all, TEN);
				expect(compared).toBeLessThanOrEqual(all.length);
				expect(improved.length).toBeLessThanOrEqual(compared);
				expect(new Set(improved.map(({ code }) => code)).size).toBe(improved.length);
				improved.forEach(({ improvement, rank }, i) => {
					expect(Number.isFinite(improvement)).toBe(true);
					expect(improvement).toBeGreaterThan(0);
					const above = improved[i - 1];
					if (above) expect(above.improvement).toBeGreaterThanOrEqual(improvement);
					if (above) expect(rank).toBeGreaterThanOrEqual(above.rank);
				});
			})
		);
	});
});
