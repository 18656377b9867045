import { z } from 'zod';
import { lineOption, sceneKind } from '../kind.ts';

const targets = ['none', 'day', 'month', 'moment'] as const;

/** 时钟与倒计时. */
export const clock = sceneKind({
	options: z.object({
		/** What it counts down to. */
		target: z.enum(targets).default('month'),
		title: lineOption,
		/** By the clock on the wall: YYYY-MM-DDTHH:MM. */
		moment: z
			.string()
			.regex(/^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d)?$/)
			.default('')
	}),
	fields: [
		{ name: 'target', control: 'choice', of: targets },
		{ name: 'moment', control: 'moment', when: { name: 'target', is: ['moment'] } },
		{ name: 'title', control: 'line' }
	],
	seconds: 15,
	ofUnit: false
});
