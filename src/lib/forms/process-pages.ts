/** What the managers' pages of the sales process send; each becomes a command of process.ts. */
import { z } from 'zod';
import { HELP_OUTCOMES } from '../domain/help.ts';
import { SPOT_RESULTS } from '../domain/spot-check.ts';
import { commandId } from './process.ts';

const line = z.string().trim().min(1).max(200);
const words = z.string().trim().max(2_000).default('');

export const helpTakePage = z.object({ id: commandId, help: commandId });
export const helpClosePage = z.object({
	id: commandId,
	help: commandId,
	outcome: z.enum(HELP_OUTCOMES).default('solved'),
	note: line
});

export const actionSettlePage = z.object({
	id: commandId,
	action: commandId,
	state: z.enum(['done', 'dropped']).default('done'),
	outcome: words
});

export const spotDrawPage = z.object({ id: commandId, unit: z.string().trim().min(1).max(64) });
export const spotRecordPage = z.object({
	id: commandId,
	check: commandId,
	result: z.enum(SPOT_RESULTS).default('right'),
	note: words
});

export const processSettingsPage = z.object({
	reportCutOff: z
		.string()
		.trim()
		.regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'bad-clock' }),
	escalateHours: z.int().min(1).max(99),
	/** Separated by spaces or commas. */
	noteTags: z.string().trim().max(300).default('')
});
