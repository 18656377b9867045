/** What a supervisor sends to tick a target off. */
import { z } from 'zod';
import { isoDate } from './fields.ts';

export const checkForm = z.object({
	rep: z.string().min(1).max(64),
	metric: z.string().min(1).max(64),
	/** The business date that was looked at. */
	day: isoDate,
	note: z.string().trim().max(500).default('')
});

export type CheckForm = z.output<typeof checkForm>;
