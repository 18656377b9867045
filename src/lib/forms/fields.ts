/** Fields that several forms share. */
import { z } from 'zod';

/** 10^13 minor units: sums of a million such amounts stay within 2^63 and screens within 2^53 (MONEY-2). */
export const MAX_AMOUNT = 10_000_000_000_000;

export const code = z
	.string()
	.trim()
	.min(1)
	.max(64)
	.regex(/^[^\p{C}/\\]+$/u, { error: 'bad-code' })
	.meta({
		description: 'Your own code of the subject: 1–64 characters, no slash.',
		example: 'R001'
	});

export const name = z
	.string()
	.trim()
	.min(1)
	.max(100)
	.regex(/^\P{C}+$/u, { error: 'bad-name' });

export const amount = z.int().min(-MAX_AMOUNT).max(MAX_AMOUNT).meta({
	description: 'Minor units of the currency (money) or pieces (count).',
	example: 128_000
});

export const isoDate = z.iso.date().meta({ example: '2026-11-23' });

export const instant = z.iso
	.datetime({ offset: true })
	.meta({ description: 'RFC 3339 with offset.', example: '2026-11-23T14:32:08+08:00' });

export const periodUnit = z.enum(['day', 'week', 'month', 'quarter', 'year']);
