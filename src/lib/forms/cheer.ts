import { z } from 'zod';
import { CHEERS } from '../domain/celebration.ts';
import { code } from './fields.ts';

const start = {
	/** Made by whoever sends it: the same again is the same cheer. */
	id: z.string().regex(/^[\w-]{8,64}$/),
	cheer: z.enum(CHEERS)
};

/** A cheer for a moment, as the page of moments sends it. */
export const momentCheer = z.object({ ...start, celebration: z.string().min(1).max(200) });

/** A cheer for a rep: for their newest moment, else for the person. */
export const repCheer = z.object({ ...start, rep: code });

export type SentCheer = z.output<typeof momentCheer> | z.output<typeof repCheer>;

/** Which of the two a queue has sent. */
export const cheerForm = (body: unknown): z.ZodType<SentCheer> =>
	typeof body === 'object' && body !== null && 'rep' in body ? repCheer : momentCheer;
