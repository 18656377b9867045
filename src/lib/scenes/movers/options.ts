import { z } from 'zod';
import { metricOption, sceneKind } from '../kind.ts';

const periods = ['week', 'month', 'quarter'] as const;

/** 进步榜与新人榜: who does better than before, and who has just begun. */
export const movers = sceneKind({
	options: z.object({
		metric: metricOption,
		period: z.enum(periods).default('month'),
		/** How many of each are shown at most. */
		each: z.coerce.number().int().min(1).max(7).default(6),
		/** Who joined within so many months is new; 0: no board of newcomers. */
		months: z.coerce.number().int().min(0).max(12).default(3)
	}),
	fields: [
		{ name: 'metric', control: 'metric' },
		{ name: 'period', control: 'choice', of: periods },
		{ name: 'each', control: 'number', min: 1, max: 7 },
		{ name: 'months', control: 'number', min: 0, max: 12 }
	],
	seconds: 20,
	ofUnit: true
});
