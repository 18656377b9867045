import { z } from 'zod';
import { metricOption, sceneKind } from '../kind.ts';

/** 日跟踪进度表: every day of the month with its target, its result and what they add up to. */
export const daily = sceneKind({
	options: z.object({ metric: metricOption }),
	fields: [{ name: 'metric', control: 'metric' }],
	seconds: 30,
	ofUnit: true
});
