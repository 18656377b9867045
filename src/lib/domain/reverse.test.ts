import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditAmounts } from './ledger.ts';
import { MAX_AMOUNT } from './money.ts';
import { reverse } from './reverse.ts';

const amount = fc.integer({ min: -MAX_AMOUNT, max: MAX_AMOUNT });
const pair = fc.integer({ min: 1, max: 9999 });

const booked = (n: number, first: number) => {
	const shares = [
		{ rep: 'A', share: first },
		{ rep: 'B', share: 10_000 - first }
	];
	const credited = creditAmounts(n, shares);
	if (!credited.ok) throw new Error(credited.reason);
	const credits = shares.map((share, i) => ({ ...share, amount: credited.amounts[i] ?? 0 }));
	return { id: 7, kind: 'sale' as const, amount: n, quantity: 3, credits };
};

describe('reverse', () => {
	it('[LEDGER-7] restores every total exactly', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(amount, pair), { minLength: 1 }), fc.nat(), (drafts, pick) => {
				const entries = drafts.map(([n, first]) => booked(n, first));
				const entry = entries[pick % entries.length];
				const reversed = entry && reverse(entry);
				if (!entry || !reversed?.ok) throw new Error('not reversed');
				const total = (list: { credits: { rep: string; amount: number }[] }[], rep: string) =>
					list
						.flatMap(({ credits }) => credits)
						.reduce((sum, credit) => sum + (credit.rep === rep ? credit.amount : 0), 0);
				const without = entries.filter((other) => other !== entry);
				for (const rep of ['A', 'B']) {
					expect(total([...entries, reversed.reversal], rep)).toBe(total(without, rep));
				}
				expect(entry.amount + reversed.reversal.amount).toBe(0);
			})
		);
	});

	it('[LEDGER-7] negates what was booked and does not apportion again', () => {
		const entry = {
			id: 7,
			kind: 'sale' as const,
			amount: 1,
			quantity: 0,
			credits: [
				{ rep: 'B', share: 5000, amount: 0 },
				{ rep: 'A', share: 5000, amount: 1 }
			]
		};
		expect(reverse(entry)).toEqual({
			ok: true,
			reversal: {
				kind: 'reversal',
				reverses: 7,
				amount: -1,
				quantity: 0,
				credits: [
					{ rep: 'B', share: 5000, amount: 0 },
					{ rep: 'A', share: 5000, amount: -1 }
				]
			}
		});
	});

	it('[LEDGER-7] has no quantity where there was none', () => {
		const reversed = reverse({ id: 1, kind: 'sale', amount: 5, credits: [{ amount: 5 }] });
		expect(reversed.ok && 'quantity' in reversed.reversal).toBe(false);
	});

	it('[LEDGER-7] a reversal cannot be reversed, nothing twice', () => {
		const entry = booked(100, 5000);
		expect(reverse({ ...entry, kind: 'reversal' })).toEqual({
			ok: false,
			reason: 'reversal-of-reversal'
		});
		expect(reverse({ ...entry, reversedBy: 9 })).toEqual({ ok: false, reason: 'already-reversed' });
	});
});
