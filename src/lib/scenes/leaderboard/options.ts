import { z } from 'zod';
import { metricOption, sceneKind } from '../kind.ts';

const measures = ['total', 'attainment', 'growth', 'gap', 'points'] as const;
const levels = ['rep', 'team', 'region', 'dealer', 'product'] as const;
const periods = ['day', 'week', 'month', 'quarter', 'year'] as const;

/** 龙虎榜: who stands where, page by page. */
export const leaderboard = sceneKind({
	options: z.object({
		metric: metricOption,
		measure: z.enum(measures).default('total'),
		level: z.enum(levels).default('rep'),
		period: z.enum(periods).default('month'),
		/** How many are shown at most, from the first down. */
		top: z.coerce.number().int().min(3).max(500).default(20),
		/** The first three by themselves, on a page before the list. */
		podium: z.boolean().default(true),
		/** So many from the end, on a page of their own; 0: they are left in peace. */
		bottom: z.coerce.number().int().min(0).max(10).default(0)
	}),
	fields: [
		{ name: 'measure', control: 'choice', of: measures },
		{ name: 'metric', control: 'metric' },
		{ name: 'level', control: 'choice', of: levels },
		{ name: 'period', control: 'choice', of: periods },
		{ name: 'top', control: 'number', min: 3, max: 500 },
		{ name: 'podium', control: 'check' },
		{ name: 'bottom', control: 'number', min: 0, max: 10 }
	],
	seconds: 40,
	ofUnit: true
});
