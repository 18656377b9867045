import { z } from 'zod';
import { metricOption, sceneKind } from '../kind.ts';

const measures = ['total', 'attainment'] as const;
const periods = ['month', 'quarter', 'year'] as const;
const comparisons = ['previous', 'year', 'none'] as const;

/** 经销商榜: who buys how much, against their targets, and who is new. */
export const dealers = sceneKind({
	options: z.object({
		metric: metricOption,
		measure: z.enum(measures).default('total'),
		period: z.enum(periods).default('month'),
		/** What growth compares with. */
		compare: z.enum(comparisons).default('previous'),
		/** How many are shown at most. */
		top: z.coerce.number().int().min(3).max(500).default(24)
	}),
	fields: [
		{ name: 'measure', control: 'choice', of: measures },
		{ name: 'metric', control: 'metric' },
		{ name: 'period', control: 'choice', of: periods },
		{ name: 'compare', control: 'choice', of: comparisons },
		{ name: 'top', control: 'number', min: 3, max: 500 }
	],
	seconds: 30,
	ofUnit: true
});
