import fc from 'fast-check';
import { expect, it } from 'vitest';
import { badgesOf } from './honour.ts';
import type { Deeds } from './honour.ts';

const NONE: Deeds = { sales: 0, bigDeals: 0, days: [], months: [], wins: 0 };
const of = (deeds: Partial<Deeds>) => badgesOf({ ...NONE, ...deeds });

it('[BADGE-1] nothing done, nothing earned', () => expect(badgesOf(NONE)).toEqual([]));
it('[BADGE-2] the first sale, ten big deals, a contest won', () => {
	expect(of({ sales: 1 })).toEqual(['first-sale']);
	expect(of({ bigDeals: 9 })).toEqual([]);
	expect(of({ bigDeals: 10 })).toEqual(['big-ten']);
	expect(of({ wins: 1 })).toEqual(['champion']);
});
it('[BADGE-3] five working days in a row', () => {
	expect(of({ days: [true, true, true, true, false, true] })).toEqual([]);
	expect(of({ days: [false, true, true, true, true, true] })).toEqual(['streak']);
});
it('[BADGE-4] three months in a row', () => {
	expect(of({ months: [1, 1, 0.99, 1] })).toEqual([]);
	expect(of({ months: [1, 1.2, 1] })).toEqual(['hat-trick']);
});
it('[BADGE-6] from far below back to the target', () => {
	expect(of({ months: [0.8, 1] })).toEqual([]);
	expect(of({ months: [0.79, 1] })).toEqual(['comeback']);
});
it('[BADGE-1] more deeds take nothing away', () => {
	fc.assert(
		fc.property(fc.array(fc.boolean()), fc.boolean(), (days, next) => {
			expect(of({ days: [...days, next] })).toEqual(expect.arrayContaining(of({ days })));
		})
	);
});
