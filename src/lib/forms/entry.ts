/** What `POST /entries` takes. */
import { z } from 'zod';
import { amount, code, instant } from './fields.ts';

const share = z.strictObject({
	rep: code,
	share: z
		.number()
		.positive()
		.max(100)
		.meta({ description: 'Percent of the entry, at most two decimals.', example: 60 })
});

export const entryForm = z
	.strictObject({
		externalId: z.string().trim().min(1).max(200).meta({
			description: 'Your own id of the entry. The same entry sent twice is stored once.'
		}),
		source: z
			.string()
			.trim()
			.min(1)
			.max(64)
			.default('api')
			.meta({ description: 'The system that numbers the external ids.' }),
		kind: z.enum(['sale', 'return', 'collection', 'adjustment']),
		metric: code,
		amount: amount.meta({
			description: 'Minor units (money) or pieces (count); negative for a return.'
		}),
		rep: code.optional().meta({ description: 'The one rep credited in full; or `credits`.' }),
		credits: z.array(share).min(1).max(20).optional().meta({
			description: 'The reps credited, by shares of exactly 100 % together; or `rep`.'
		}),
		overlays: z.array(share).max(20).optional().meta({
			description: 'Assists: recorded apart, never part of a total.'
		}),
		customer: code.optional(),
		product: code.optional(),
		quantity: z.int().min(-1_000_000_000).max(1_000_000_000).optional(),
		occurredAt: instant,
		note: z.string().trim().max(500).optional(),
		corrects: z.int().positive().optional().meta({
			description: 'Id of the entry of a closed period that this one sets right.'
		})
	})
	.refine((entry) => (entry.rep === undefined) !== (entry.credits === undefined), {
		error: 'rep-or-credits',
		path: ['rep']
	})
	.meta({ id: 'EntryForm' });

export const reversalForm = z
	.strictObject({ reason: z.string().trim().min(1).max(500) })
	.meta({ id: 'ReversalForm' });

export const MAX_ENTRIES_PER_REQUEST = 1_000;

export type EntryForm = z.infer<typeof entryForm>;
export type ReversalForm = z.infer<typeof reversalForm>;
