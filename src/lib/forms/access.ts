/** What people fill in to sign in, and about their own account. */
import { z } from 'zod';

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
