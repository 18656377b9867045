/** The entry that takes another one back. docs/SPEC.md, LEDGER-7. */
import type { EntryKind } from './ledger.ts';
import { fail, type Result } from './result.ts';

/** What a reversal needs to know of a booked entry; a credit may carry more, such as rep, team, role. */
export interface Reversible {
	id: string | number;
	kind: EntryKind;
	amount: number;
	quantity?: number;
	credits: readonly { amount: number }[];
	/** The entry that already reversed this one. */
	reversedBy?: string | number;
}

export interface Reversal<Booked extends Reversible> {
	kind: 'reversal';
	/** The entry it takes back. */
	reverses: Booked['id'];
	amount: number;
	quantity?: number;
	credits: Booked['credits'][number][];
}

export type ReverseReason = 'reversal-of-reversal' | 'already-reversed';

/** 0 − n and not −n, which would make a negative zero of 0. */
const negate = (n: number): number => 0 - n;

/**
 * Every figure negated as it was booked. Apportioning the negated amount again could take the odd unit
 * from another rep than the one who was credited with it, if shares were ever read in another order.
 */
export function reverse<Booked extends Reversible>(
	entry: Booked
): Result<{ reversal: Reversal<Booked> }, ReverseReason> {
	if (entry.kind === 'reversal') return fail('reversal-of-reversal');
	if (entry.reversedBy !== undefined) return fail('already-reversed');
	return {
		ok: true,
		reversal: {
			kind: 'reversal',
			reverses: entry.id,
			amount: negate(entry.amount),
			...(entry.quantity === undefined ? {} : { quantity: negate(entry.quantity) }),
			credits: entry.credits.map((credit) => ({ ...credit, amount: negate(credit.amount) }))
		}
	};
}
