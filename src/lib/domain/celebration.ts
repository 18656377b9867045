/** Which entries deserve a full-screen moment. When and how often it shows: docs/SPEC.md, CELEBRATE-*. */
import type { IsoDate } from './date.ts';
import type { EntryKind } from './ledger.ts';

export type CelebrationReason = 'big-deal';

/** `bigDeal` in the metric's unit; without it nothing is a big deal. */
export function celebrates(
	entry: { kind: EntryKind; amount: number; businessDate: IsoDate },
	{ bigDeal, today }: { bigDeal?: number | undefined; today: IsoDate }
): CelebrationReason | undefined {
	if (bigDeal === undefined || entry.kind !== 'sale' || entry.businessDate !== today)
		return undefined;
	return entry.amount >= bigDeal ? 'big-deal' : undefined;
}
