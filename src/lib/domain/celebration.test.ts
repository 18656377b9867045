import { describe, expect, it } from 'vitest';
import { celebrates } from './celebration.ts';

const today = '2026-11-23';
const sale = { kind: 'sale', amount: 100, businessDate: today } as const;

describe('celebrates', () => {
	it('[CELEBRATE-1] a sale at or above the amount is a big deal', () => {
		expect(celebrates(sale, { bigDeal: 100, today })).toBe('big-deal');
		expect(celebrates({ ...sale, amount: 99 }, { bigDeal: 100, today })).toBeUndefined();
	});

	it.each(['return', 'collection', 'adjustment', 'reversal'] as const)(
		'[CELEBRATE-1] no %s is',
		(kind) => {
			expect(celebrates({ ...sale, kind, amount: 1000 }, { bigDeal: 100, today })).toBeUndefined();
		}
	);

	it('[CELEBRATE-1] nothing is where no amount is set', () => {
		expect(celebrates({ ...sale, amount: 10 ** 13 }, { today })).toBeUndefined();
	});

	it('[CELEBRATE-1] nothing of an earlier day is: a spreadsheet of last year stays quiet', () => {
		const imported = { ...sale, businessDate: '2025-11-23' };
		expect(celebrates(imported, { bigDeal: 100, today })).toBeUndefined();
	});
});
