import { describe, expect, it } from 'vitest';
import { celebrates } from './celebration.ts';

describe('celebrates', () => {
	it('[CELEBRATE-1] a sale at or above the amount is a big deal', () => {
		expect(celebrates({ kind: 'sale', amount: 100 }, { bigDeal: 100 })).toBe('big-deal');
		expect(celebrates({ kind: 'sale', amount: 99 }, { bigDeal: 100 })).toBeUndefined();
	});

	it.each(['return', 'collection', 'adjustment', 'reversal'] as const)(
		'[CELEBRATE-1] no %s is',
		(kind) => {
			expect(celebrates({ kind, amount: 1000 }, { bigDeal: 100 })).toBeUndefined();
		}
	);

	it('[CELEBRATE-1] nothing is where no amount is set', () => {
		expect(celebrates({ kind: 'sale', amount: 10 ** 13 }, {})).toBeUndefined();
	});
});
