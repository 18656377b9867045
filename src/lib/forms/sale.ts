/** What a person fills in to record a sale, a return or a collection. Empty: not said. */
import { z } from 'zod';

const said = (longest: number) => z.string().trim().max(longest).default('');

export const saleForm = z.object({
	/** Names the entry, so that a form sent twice records it once. */
	entry: z.uuid(),
	metric: z.string().min(1).max(64),
	/** Decimal, in whole units of the currency, or pieces; never negative. */
	amount: z.string().trim().min(1).max(40),
	/** The customer gave it back. */
	returned: z.boolean().default(false),
	rep: z.string().min(1, { error: 'rep-required' }).max(64),
	customer: said(64),
	product: said(64),
	/** The business date; empty: now. */
	date: z.union([z.literal(''), z.iso.date()]).default(''),
	note: said(500)
});

export type SaleForm = z.output<typeof saleForm>;
