/** The first run. */
import { z } from 'zod';
import { email, newPassword, phone } from './access.ts';
import { code, name } from './fields.ts';
import { currency, timeZone } from './settings.ts';

export const setupCodeForm = z.object({ code: z.string().trim().min(1).max(40) });

export const STARTS = ['empty', 'demo', 'import'] as const;

export const setupForm = z.object({
	organisation: name,
	timeZone: timeZone.default('Asia/Shanghai'),
	currency: currency.default('CNY'),
	locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
	name,
	code,
	email,
	phone,
	password: newPassword,
	start: z.enum(STARTS).default('empty')
});
export type SetupForm = z.infer<typeof setupForm>;
