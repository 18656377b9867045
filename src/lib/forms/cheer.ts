import { z } from 'zod';
import { CHEERS } from '../domain/celebration.ts';

/** A cheer as a phone sends it. */
export const cheerForm = z.object({
	/** Made by the phone: the same again is the same cheer. */
	id: z.string().regex(/^[\w-]{8,64}$/),
	celebration: z.string().min(1).max(200),
	kind: z.enum(CHEERS)
});
export type CheerForm = z.output<typeof cheerForm>;
