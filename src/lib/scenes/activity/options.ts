import { z } from 'zod';
import { sceneKind } from '../kind.ts';

/** 今日工作: visits and the three questions, team by team. */
export const activity = sceneKind({
	options: z.object({
		visits: z.boolean().default(true),
		/** On the display of one team its people, by name; else only the team as a whole. */
		names: z.boolean().default(false)
	}),
	fields: [
		{ name: 'visits', control: 'check' },
		{ name: 'names', control: 'check' }
	],
	seconds: 20,
	ofUnit: true
});
