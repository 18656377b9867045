import { z } from 'zod';
import { sceneKind } from '../kind.ts';

/** 竞赛: from the countdown to the ceremony, and who won before. */
export const contest = sceneKind({
	options: z.object({
		/** Its id; 0: whatever concerns the unit now. */
		contest: z.coerce.number().int().min(0).max(2_147_483_647).default(0),
		/** How many places are shown. */
		places: z.coerce.number().int().min(3).max(20).default(10),
		/** The winners of former contests, on a page of their own. */
		history: z.boolean().default(true)
	}),
	fields: [
		{ name: 'contest', control: 'contest' },
		{ name: 'places', control: 'number', min: 3, max: 20 },
		{ name: 'history', control: 'check' }
	],
	seconds: 30,
	ofUnit: true
});
