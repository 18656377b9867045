import { z } from 'zod';
import { metricOption, sceneKind } from '../kind.ts';

/** 累计曲线: the month day by day, what was due, and where it is heading. */
export const chart = sceneKind({
	options: z.object({ metric: metricOption }),
	fields: [{ name: 'metric', control: 'metric' }],
	seconds: 20,
	ofUnit: true
});
