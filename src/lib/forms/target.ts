/** What `PUT /targets` takes. */
import { z } from 'zod';
import { amount, code, isoDate } from './fields.ts';

export const targetForm = z
	.strictObject({
		metric: code,
		period: z.strictObject({
			unit: z.enum(['month', 'quarter', 'year']),
			start: isoDate.meta({ description: 'First day of the period.', example: '2026-11-01' })
		}),
		subject: z.strictObject({ kind: z.enum(['rep', 'unit', 'dealer', 'product']), code }),
		amount: amount.min(0)
	})
	.meta({ id: 'TargetForm' });

export const MAX_TARGETS_PER_REQUEST = 10_000;

export type TargetForm = z.infer<typeof targetForm>;
