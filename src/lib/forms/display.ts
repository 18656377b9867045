/** What is filled in about a display, and what a display says of itself. */
import { z } from 'zod';
import { readCode } from '../domain/pairing-code.ts';
import { code, name } from './fields.ts';

export const displayForm = z.object({
	name,
	board: code,
	unit: code,
	/** Empty: the organisation's. */
	locale: z.enum(['', 'zh-CN', 'en']).default('')
});

/** The code that a TV shows, as it was typed, and what becomes of the TV. */
export const pairingForm = displayForm.extend({
	code: z
		.string()
		.trim()
		.min(1)
		.max(40)
		.refine((typed) => readCode(typed) !== undefined, { error: 'bad-pairing-code' })
});

export const displayReport = z.strictObject({
	version: z.string().max(40),
	screen: z.strictObject({
		width: z.int().min(1).max(100_000),
		height: z.int().min(1).max(100_000),
		ratio: z.number().positive().max(100)
	}),
	browser: z.string().max(80),
	memory: z.int().min(0).max(10_000_000).optional(),
	scene: z.string().max(40)
});

export type DisplayForm = z.infer<typeof displayForm>;
export type PairingForm = z.infer<typeof pairingForm>;
