/** What the phone's queue sends. `id` names the command, so that one sent twice takes effect once (QUEUE-2). */
import { z } from 'zod';
import { POCKET_KINDS } from '../domain/pocket.ts';
import { amount, code, instant } from './fields.ts';

const start = { id: z.uuid(), rep: code };

export const pocketEntry = z.strictObject({
	...start,
	kind: z.enum(POCKET_KINDS),
	metric: code,
	/** Minor units or pieces, above 0; of a return what was given back. */
	amount,
	customer: code.optional(),
	/** When it was tapped, by the server's clock as far as the phone knows it. */
	at: instant
});

/** Takes back what was recorded under the id `entry`. */
export const pocketUndo = z.strictObject({ ...start, entry: z.uuid() });

/** One has seen that one is behind. */
export const pocketAlert = z.strictObject({ ...start, alert: z.coerce.number().int().min(1) });

export type PocketEntry = z.output<typeof pocketEntry>;
export type PocketUndo = z.output<typeof pocketUndo>;
