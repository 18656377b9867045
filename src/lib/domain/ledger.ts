/**
 * What an entry is and what may be booked. Entries are only ever added; a correction is a reversal
 * and a new entry. Amounts in the metric's unit: minor units or pieces. docs/SPEC.md, LEDGER-*.
 */
import { apportion } from './apportion.ts';
import type { IsoDate } from './date.ts';
import { isAmount } from './money.ts';
import { fail, type Failure, type Result } from './result.ts';

export { reverse, type Reversal, type ReverseReason, type Reversible } from './reverse.ts';

export const ENTRY_KINDS = ['sale', 'return', 'collection', 'adjustment', 'reversal'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** `share` in basis points, an integer: 10000 is the whole entry. */
export interface Share {
	rep: string;
	share: number;
}

/** An entry as somebody asks for it, before it has a position, a business date and credits. */
export interface EntryDraft {
	/** Who sends it; `externalId` is unique within it. */
	source: string;
	externalId: string;
	kind: EntryKind;
	metric: string;
	amount: number;
	quantity?: number;
	shares: readonly Share[];
	/** Assists: recorded apart, never in a unit's total (LEDGER-5). */
	overlays?: readonly Share[];
	customer?: string;
	product?: string;
	/** When it happened, epoch milliseconds, if the sender says so; else it is when it is booked. */
	occurredAt?: number;
	note?: string;
}

/** Everything: 100 %. */
export const WHOLE_SHARE = 10_000;

export type CreditReason = 'no-credit' | 'bad-share' | 'duplicate-rep' | 'shares-do-not-sum';

/** The part of an amount that each share earns, in the order of the shares (LEDGER-4). */
export function creditAmounts(
	amount: number,
	shares: readonly Share[]
): Result<{ amounts: number[] }, CreditReason> {
	if (shares.length === 0) return fail('no-credit');
	if (!shares.every(({ share }) => Number.isInteger(share) && share > 0 && share <= WHOLE_SHARE)) {
		return fail('bad-share');
	}
	if (new Set(shares.map(({ rep }) => rep)).size < shares.length) return fail('duplicate-rep');
	const weights = shares.map(({ share }) => share);
	if (weights.reduce((sum, share) => sum + share, 0) !== WHOLE_SHARE) {
		return fail('shares-do-not-sum');
	}
	const parted = apportion(amount, weights);
	return parted.ok ? { ok: true, amounts: parted.parts } : fail('bad-share');
}

/**
 * A percentage with at most two decimals as basis points: 33.33 is 3333. Undefined for anything finer
 * or outside 0 to 100. Compared after dividing, because 1.15 × 100 is 114.99999999999999 in floats.
 */
export function percentToBasisPoints(percent: number): number | undefined {
	const points = Math.round(percent * 100);
	return points >= 0 && points <= WHOLE_SHARE && points / 100 === percent ? points : undefined;
}

export type SignReason =
	| 'amount-out-of-range'
	| 'amount-must-not-be-negative'
	| 'return-must-be-negative'
	| 'adjustment-must-not-be-zero'
	| 'reversal-only-by-reversing';

/** Whether an amount may be booked under this kind by hand (LEDGER-6); the reason names the remedy. */
export function checkSign(kind: EntryKind, amount: number): { ok: true } | Failure<SignReason> {
	if (!isAmount(amount)) return fail('amount-out-of-range');
	switch (kind) {
		case 'sale':
		case 'collection':
			return amount >= 0 ? { ok: true } : fail('amount-must-not-be-negative');
		case 'return':
			return amount < 0 ? { ok: true } : fail('return-must-be-negative');
		case 'adjustment':
			return amount !== 0 ? { ok: true } : fail('adjustment-must-not-be-zero');
		case 'reversal':
			return fail('reversal-only-by-reversing');
	}
}

/** The content of a draft as one canonical text: equal texts, equal content. Store it or a hash of it. */
export function contentOf(draft: EntryDraft): string {
	const sorted = (shares: readonly Share[]) =>
		shares
			.map(({ rep, share }): [string, number] => [rep, share])
			.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
	return JSON.stringify([
		draft.kind,
		draft.metric,
		draft.amount,
		draft.quantity ?? null,
		sorted(draft.shares),
		sorted(draft.overlays ?? []),
		draft.customer ?? null,
		draft.product ?? null,
		draft.occurredAt ?? null,
		draft.note ?? null
	]);
}

/** Whether a repeated externalId is a replay of the same entry (true) or a conflict (LEDGER-3). */
export const sameContent = (a: EntryDraft, b: EntryDraft): boolean => contentOf(a) === contentOf(b);

/** The reason why nothing may be booked on this date: up to `closedThrough` periods are settled (LEDGER-8). */
export const closedReason = (
	businessDate: IsoDate,
	closedThrough: IsoDate | undefined
): 'period-closed' | undefined =>
	closedThrough !== undefined && businessDate <= closedThrough ? 'period-closed' : undefined;
