import webPush from 'web-push';
import type { Database } from '../database/connection.ts';
import { pushKeys } from './schema.ts';

export interface PushKeys {
	/** base64url, uncompressed P-256. */
	publicKey: string;
	privateKey: string;
}

/** The installation's own; made by whichever process asks first. */
export async function pushKeysOf({ db }: Database): Promise<PushKeys> {
	const [known] = await db.select().from(pushKeys);
	if (known) return known;
	await db.insert(pushKeys).values(webPush.generateVAPIDKeys()).onConflictDoNothing();
	const [made] = await db.select().from(pushKeys);
	return made!;
}
