import { z } from 'zod';
import type { Rule } from '../../domain/laggard.ts';
import { sceneKind } from '../kind.ts';

/** What may stand on a wall. That a manager has not ticked off a check is the manager's to do, and nobody else's to read. */
export const NEED_RULES = ['pace', 'collection', 'idle', 'report'] as const satisfies Rule[];
export type NeedRule = (typeof NEED_RULES)[number];

/** 帮扶: who could do with a hand now, and what would help. */
export const alerts = sceneKind({
	options: z.object({
		pace: z.boolean().default(true),
		collection: z.boolean().default(true),
		idle: z.boolean().default(false),
		report: z.boolean().default(false),
		/** How many people are shown at most, the most urgent first. */
		people: z.coerce.number().int().min(1).max(40).default(5)
	}),
	fields: [
		...NEED_RULES.map((name) => ({ name, control: 'check' as const })),
		{ name: 'people', control: 'number', min: 1, max: 40 }
	],
	seconds: 20,
	ofUnit: true
});
