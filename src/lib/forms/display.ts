/** What is filled in about a display, and what a display says of itself. */
import { z } from 'zod';
import { AWAKE_DAYS, type AwakeHours } from '../domain/awake.ts';
import { readCode } from '../domain/pairing-code.ts';
import { code, name } from './fields.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'bad-time' });

/** Of a screen that begins to have hours. */
const HOURS = { from: '07:30', until: '20:00' };

export const displayForm = z.object({
	name,
	board: code,
	unit: code,
	/** Empty: the organisation's. */
	locale: z.enum(['', 'zh-CN', 'en']).default(''),
	/** Empty: the screen is never black by itself, and the times say nothing. */
	awakeDays: z.enum(['', ...AWAKE_DAYS]).default(''),
	awakeFrom: time.default(HOURS.from),
	awakeUntil: time.default(HOURS.until)
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
	scene: z.string().max(40),
	/** Absent from a page of before, and where nothing was asked of the browser yet. */
	sound: z.enum(['free', 'blocked']).optional()
});

/** What a form says about the hours; null: always awake. */
export const awakeHours = (form: DisplayForm): AwakeHours | null =>
	form.awakeDays
		? {
				start: form.awakeFrom ?? HOURS.from,
				end: form.awakeUntil ?? HOURS.until,
				days: form.awakeDays
			}
		: null;

/** What is left out is as the form begins with it. */
export type DisplayForm = z.input<typeof displayForm>;
export type PairingForm = z.input<typeof pairingForm>;
