/** What is filled in to close months and to open them again. */
import { z } from 'zod';

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: 'bad-value' });

export const closeForm = z.object({ month });

export const reopenForm = z.object({
	month,
	reason: z.string().trim().min(1, { error: 'reopen-reason-required' }).max(500).default('')
});
