import { z } from 'zod';
import { metricOption, sceneKind } from '../kind.ts';

const whose = ['rep', 'team'] as const;

/** 回款: the month's collections against their target, time and sales; who collects best. */
export const collections = sceneKind({
	options: z.object({
		/** What the rate is reckoned against. */
		against: metricOption,
		level: z.enum(whose).default('rep'),
		/** How many are shown at most. */
		top: z.coerce.number().int().min(3).max(100).default(16),
		/** So many of those furthest behind, on a page of their own; 0: they are left in peace. */
		overdue: z.coerce.number().int().min(0).max(8).default(0)
	}),
	fields: [
		{ name: 'level', control: 'choice', of: whose },
		{ name: 'against', control: 'metric' },
		{ name: 'top', control: 'number', min: 3, max: 100 },
		{ name: 'overdue', control: 'number', min: 0, max: 8 }
	],
	seconds: 24,
	ofUnit: true
});
