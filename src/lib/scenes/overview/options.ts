import { z } from 'zod';
import { metricOption, sceneKind } from '../kind.ts';

/** 总览: the month, today, the top ten, the teams and the latest entries on one screen. */
export const overview = sceneKind({
	options: z.object({ metric: metricOption }),
	fields: [{ name: 'metric', control: 'metric' }],
	seconds: 60,
	ofUnit: true
});
