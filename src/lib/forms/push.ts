/** What a browser says of its push subscription, and what somebody wants to be told. */
import { z } from 'zod';

/** Nothing but base64url: it goes into a key. */
const bytes = z.string().regex(/^[\w-]{8,200}={0,2}$/);

export const pushSubscription = z.object({
	endpoint: z.url().max(1_000),
	keys: z.object({ p256dh: bytes, auth: bytes })
});
export type PushSubscription = z.output<typeof pushSubscription>;

/** On or off, by event. */
export const pushForm = z.object({
	passedBy: z.boolean().default(true),
	passed: z.boolean().default(true),
	target: z.boolean().default(true),
	help: z.boolean().default(true),
	split: z.boolean().default(true),
	cheer: z.boolean().default(true),
	alert: z.boolean().default(true),
	asked: z.boolean().default(true)
});
export type PushForm = z.output<typeof pushForm>;
