import { z } from 'zod';
import { metricOption, sceneKind } from '../kind.ts';

const levels = ['team', 'region'] as const;
const measures = ['attainment', 'total'] as const;

/** 团队竞速: the teams side by side on the way to their targets. */
export const race = sceneKind({
	options: z.object({
		metric: metricOption,
		measure: z.enum(measures).default('attainment'),
		level: z.enum(levels).default('team')
	}),
	fields: [
		{ name: 'measure', control: 'choice', of: measures },
		{ name: 'metric', control: 'metric' },
		{ name: 'level', control: 'choice', of: levels }
	],
	seconds: 20,
	ofUnit: true
});
