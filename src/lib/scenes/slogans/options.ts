import { z } from 'zod';
import { lineOption, sceneKind } from '../kind.ts';

/** 成功口诀: one at a time, large. */
export const slogans = sceneKind({
	options: z.object({
		title: lineOption,
		/** One on each line. */
		lines: z.string().max(4_000).default('')
	}),
	fields: [
		{ name: 'title', control: 'line' },
		{ name: 'lines', control: 'lines' }
	],
	seconds: 20,
	ofUnit: false
});
