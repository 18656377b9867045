import { z } from 'zod';
import { lineOption, metricOption, sceneKind } from '../kind.ts';

const deadlines = ['day', 'month', 'moment'] as const;

/** 冲刺: what is left of the time, and what is missing. A new one is on in the last five working days of the month. */
export const sprint = sceneKind({
	options: z.object({
		metric: metricOption,
		/** What it counts down to. */
		deadline: z.enum(deadlines).default('day'),
		/** By the clock on the wall: YYYY-MM-DDTHH:MM. */
		moment: z
			.string()
			.regex(/^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d)?$/)
			.default(''),
		title: lineOption
	}),
	fields: [
		{ name: 'metric', control: 'metric' },
		{ name: 'deadline', control: 'choice', of: deadlines },
		{ name: 'moment', control: 'moment', when: { name: 'deadline', is: ['moment'] } },
		{ name: 'title', control: 'line' }
	],
	seconds: 30,
	schedule: { last: 5, turns: 'often' },
	ofUnit: true
});
