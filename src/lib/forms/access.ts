/** What people fill in to sign in, and about their own account. */
import { z } from 'zod';
import { name } from './fields.ts';

export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 200;

/** A new password. Length is what counts (NIST SP 800-63B); no rules about its characters. */
export const newPassword = z
	.string()
	.min(SHORTEST_PASSWORD, { error: 'password-too-short' })
	.max(LONGEST_PASSWORD);

export const loginForm = z.object({
	/** User name, phone or e-mail. */
	login: z.string().trim().min(1).max(200),
	password: z.string().min(1).max(LONGEST_PASSWORD)
});

/** Empty: none. */
export const email = z
	.string()
	.trim()
	.toLowerCase()
	.max(200)
	.regex(/^$|^[^\s@]+@[^\s@]+\.[^\s@]+$/, { error: 'bad-email' })
	.default('');

/** Empty: none. */
export const phone = z
	.string()
	.trim()
	.max(40)
	.regex(/^$|^\+?[\d\s().-]{5,}$/, { error: 'bad-phone' })
	.default('');

/** A link was opened: choose a password. */
export const welcomeForm = z.object({ password: newPassword });

export const forgotForm = z.object({ login: z.string().trim().min(1).max(200) });

export const profileForm = z.object({
	name,
	/** Empty: the browser's. */
	locale: z.enum(['', 'zh-CN', 'en']).default('')
});

export const passwordForm = z.object({
	current: z.string().min(1).max(LONGEST_PASSWORD),
	next: newPassword
});

/** Which session to end. */
export const endSessionForm = z.object({ session: z.string().regex(/^[0-9a-f]{64}$/) });
