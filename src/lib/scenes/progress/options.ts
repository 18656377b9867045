import { z } from 'zod';
import { metricOption, sceneKind } from '../kind.ts';

/** 公司进度: where the month stands against its target and against time. */
export const progress = sceneKind({
	options: z.object({ metric: metricOption }),
	fields: [{ name: 'metric', control: 'metric' }],
	seconds: 20,
	ofUnit: true
});
