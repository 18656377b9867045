import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { desc, eq, isNull, and } from 'drizzle-orm';
import type { Principal } from '../../src/lib/domain/permissions.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import { apiKeys } from './schema.ts';

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Compared with when there is no such key: an unknown id takes as long as a wrong secret. */
const NOBODY = hashOf('');

export interface KeyRow {
	id: string;
	name: string;
	createdAt: Date;
	revokedAt: Date | null;
}

/** API keys as the command line manages them: `id.secret`, of which only a hash is stored. */
export function createKeyStore(options: { database: Database; clock: Clock }) {
	const { db } = options.database;
	const now = () => new Date(options.clock());
	return {
		/** The whole key; it cannot be shown again. */
		async create(name: string, actor: string): Promise<string> {
			const id = randomBytes(6).toString('hex');
			const secret = randomBytes(24).toString('base64url');
			await db.transaction(async (tx) => {
				const row = { id, name, secretHash: hashOf(secret).toString('hex'), createdAt: now() };
				await tx.insert(apiKeys).values(row);
				const change = { at: now(), actor, action: 'key.create', subject: id };
				await recordChange(tx, { ...change, before: null, after: { name } });
				await tx.execute(notification('keys'));
			});
			return `${id}.${secret}`;
		},

		list: (): Promise<KeyRow[]> =>
			db
				.select({
					id: apiKeys.id,
					name: apiKeys.name,
					createdAt: apiKeys.createdAt,
					revokedAt: apiKeys.revokedAt
				})
				.from(apiKeys)
				.orderBy(desc(apiKeys.createdAt)),

		/** False when no such key is in force. */
		async revoke(id: string, actor: string): Promise<boolean> {
			return db.transaction(async (tx) => {
				const [revoked] = await tx
					.update(apiKeys)
					.set({ revokedAt: now() })
					.where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
					.returning({ name: apiKeys.name });
				if (!revoked) return false;
				const change = { at: now(), actor, action: 'key.revoke', subject: id };
				await recordChange(tx, { ...change, before: revoked, after: null });
				await tx.execute(notification('keys'));
				return true;
			});
		}
	};
}

export interface KeyRing {
	/** Who presents this `Authorization` header; undefined when it names no key in force. */
	holderOf(authorization: string | null): Principal | undefined;
}

/** The keys in force, kept in memory: they are checked on every request. */
export async function createKeyRing(options: {
	database: Database;
	listener: Listener;
	onError: (error: unknown) => void;
}): Promise<KeyRing> {
	const { database, listener, onError } = options;

	async function load(): Promise<Map<string, Buffer>> {
		const rows = await database.db.select().from(apiKeys).where(isNull(apiKeys.revokedAt));
		return new Map(rows.map((row) => [row.id, Buffer.from(row.secretHash, 'hex')]));
	}

	let inForce = await load();
	listener.on('keys', () => {
		load().then((fresh) => (inForce = fresh), onError);
	});

	return {
		holderOf(authorization) {
			const [, id = '', secret = ''] = /^Bearer ([^.\s]+)\.(\S+)$/i.exec(authorization ?? '') ?? [];
			const known = inForce.get(id);
			const matches = timingSafeEqual(hashOf(secret), known ?? NOBODY);
			return known && matches ? { kind: 'key', id } : undefined;
		}
	};
}
