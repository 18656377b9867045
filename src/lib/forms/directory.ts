/** What `PUT /units`, `/reps`, `/customers`, `/products` and `/metrics` take. */
import { z } from 'zod';
import { code, isoDate, name } from './fields.ts';

export const unitForm = z
	.strictObject({
		name,
		kind: z.enum(['company', 'region', 'team']),
		parent: code.optional().meta({ description: 'The unit above; required but for the company.' })
	})
	.meta({ id: 'UnitForm' });

export const repForm = z
	.strictObject({
		name,
		team: code.optional().meta({ description: 'The team the rep belongs to from `since` on.' }),
		since: isoDate.optional().meta({
			description:
				'First day in the team. Absent: today for a transfer, since ever for a first membership.'
		}),
		until: isoDate.optional().meta({ description: 'Last day in the team: the rep has left.' })
	})
	.meta({ id: 'RepForm' });

export const customerForm = z
	.strictObject({
		name,
		kind: z.enum(['dealer', 'retail', 'prospect']),
		owner: code.optional().meta({ description: 'The rep who looks after the customer.' })
	})
	.meta({ id: 'CustomerForm' });

export const productForm = z
	.strictObject({ name, series: name.optional() })
	.meta({ id: 'ProductForm' });

export const metricForm = z
	.strictObject({
		name,
		kind: z.enum(['money', 'count']),
		points: z.number().min(0).max(1_000_000).optional().meta({
			description: 'Points for one whole currency unit (money) or one piece (count).'
		})
	})
	.meta({ id: 'MetricForm' });

export type UnitForm = z.infer<typeof unitForm>;
export type RepForm = z.infer<typeof repForm>;
export type CustomerForm = z.infer<typeof customerForm>;
export type ProductForm = z.infer<typeof productForm>;
export type MetricForm = z.infer<typeof metricForm>;

export const directoryForms = {
	units: unitForm,
	reps: repForm,
	customers: customerForm,
	products: productForm,
	metrics: metricForm
} as const;

export type DirectoryKind = keyof typeof directoryForms;
