import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	checkSign,
	closedReason,
	creditAmounts,
	percentToBasisPoints,
	sameContent,
	type EntryDraft
} from './ledger.ts';
import { MAX_AMOUNT } from './money.ts';

const shares = (...points: number[]) => points.map((share, i) => ({ rep: `R${i}`, share }));
const amount = fc.integer({ min: -MAX_AMOUNT, max: MAX_AMOUNT });
/** Cuts of 0 … 10000 at distinct places: shares that sum to 10000. */
const wholeShares = fc
	.uniqueArray(fc.integer({ min: 1, max: 9999 }), { maxLength: 6 })
	.map((cuts) => [0, ...cuts.sort((a, b) => a - b), 10_000])
	.map((edges) => shares(...edges.slice(1).map((edge, i) => edge - (edges[i] ?? 0))));

describe('creditAmounts', () => {
	it('[LEDGER-4] credits sum to exactly the entry', () => {
		fc.assert(
			fc.property(amount, wholeShares, (n, who) => {
				const credited = creditAmounts(n, who);
				expect(credited.ok && credited.amounts.length).toBe(who.length);
				expect(credited.ok && credited.amounts.reduce((a, b) => a + b, 0)).toBe(n);
			})
		);
	});

	it('[LEDGER-4] the odd minor unit goes to the largest remainder', () => {
		expect(creditAmounts(100, shares(3333, 3333, 3334))).toEqual({
			ok: true,
			amounts: [33, 33, 34]
		});
		expect(creditAmounts(1, shares(5000, 5000))).toEqual({ ok: true, amounts: [1, 0] });
		expect(creditAmounts(-1, shares(5000, 5000))).toEqual({ ok: true, amounts: [-1, 0] });
		expect(creditAmounts(12345, shares(10_000))).toEqual({ ok: true, amounts: [12345] });
	});

	it.each([
		['no-credit', []],
		['shares-do-not-sum', shares(5000, 4999)],
		['shares-do-not-sum', shares(5000, 5001)],
		['bad-share', shares(10_000, 0)],
		['bad-share', shares(10_001, -1)],
		['bad-share', shares(5000.5, 4999.5)],
		['bad-share', shares(NaN, 10_000)],
		[
			'duplicate-rep',
			[
				{ rep: 'R1', share: 5000 },
				{ rep: 'R1', share: 5000 }
			]
		]
	] as const)('[LEDGER-4] %s: %j', (reason, who) => {
		expect(creditAmounts(100, who)).toEqual({ ok: false, reason });
	});
});

describe('percentToBasisPoints', () => {
	it('[LEDGER-4] takes every percentage of two decimals exactly', () => {
		for (let points = 0; points <= 10_000; points++) {
			const text = `${Math.floor(points / 100)}.${String(points % 100).padStart(2, '0')}`;
			if (percentToBasisPoints(Number(text)) !== points) expect(text).toBe(points);
		}
	});

	it.each([33.333, 0.001, -1, 100.01, NaN, Infinity, 1e300])('[LEDGER-4] not %d', (percent) => {
		expect(percentToBasisPoints(percent)).toBeUndefined();
	});
});

describe('checkSign', () => {
	it.each([
		['sale', 1],
		['sale', 0],
		['collection', 5],
		['return', -1],
		['adjustment', -3],
		['adjustment', 3]
	] as const)('[LEDGER-6] %s of %d', (kind, n) => {
		expect(checkSign(kind, n)).toEqual({ ok: true });
	});

	it.each([
		['sale', -1, 'amount-must-not-be-negative'],
		['collection', -1, 'amount-must-not-be-negative'],
		['return', 1, 'return-must-be-negative'],
		['return', 0, 'return-must-be-negative'],
		['adjustment', 0, 'adjustment-must-not-be-zero'],
		['reversal', -1, 'reversal-only-by-reversing'],
		['sale', MAX_AMOUNT + 1, 'amount-out-of-range'],
		['sale', 0.5, 'amount-out-of-range'],
		['adjustment', NaN, 'amount-out-of-range']
	] as const)('[LEDGER-6] no %s of %d: %s', (kind, n, reason) => {
		expect(checkSign(kind, n)).toEqual({ ok: false, reason });
	});
});

describe('sameContent', () => {
	const draft: EntryDraft = {
		source: 'erp',
		externalId: 'SO-1',
		kind: 'sale',
		metric: 'sales',
		amount: 100,
		quantity: 2,
		shares: shares(6000, 4000),
		customer: 'C1',
		product: 'P1',
		occurredAt: 1_795_000_000_000,
		note: 'n'
	};

	it('[LEDGER-3] the same entry again is a replay, in whatever order its fields and shares come', () => {
		const { note, ...rest } = draft;
		const again = {
			note,
			...rest,
			shares: [...draft.shares].reverse(),
			overlays: []
		} as EntryDraft;
		expect(sameContent(draft, again)).toBe(true);
	});

	it.each([
		{ kind: 'collection' },
		{ metric: 'orders' },
		{ amount: 101 },
		{ quantity: 3 },
		{ shares: shares(4000, 6000) },
		{ overlays: shares(1000) },
		{ customer: 'C2' },
		{ product: 'P2' },
		{ occurredAt: 1_795_000_000_001 },
		{ note: 'm' }
	] as Partial<EntryDraft>[])('[LEDGER-3] %j makes it a conflict', (change) => {
		expect(sameContent(draft, { ...draft, ...change })).toBe(false);
	});

	it('[LEDGER-3] a field left out is not a field left empty', () => {
		const { customer, ...without } = draft;
		expect(customer).toBe('C1');
		expect(sameContent(draft, without)).toBe(false);
		expect(sameContent({ ...draft, customer: '' }, without)).toBe(false);
	});
});

it('[LEDGER-8] a closed period takes no entries, its last day included', () => {
	expect(closedReason('2026-10-31', '2026-10-31')).toBe('period-closed');
	expect(closedReason('2026-09-01', '2026-10-31')).toBe('period-closed');
	expect(closedReason('2026-11-01', '2026-10-31')).toBeUndefined();
	expect(closedReason('1999-01-01', undefined)).toBeUndefined();
});
