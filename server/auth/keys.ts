import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { KeyScope, Principal } from '../../src/lib/domain/permissions.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import { apiKeys } from './schema.ts';
import { hashOf, matches, newId, newSecret, splitToken } from './secrets.ts';

/** `last used` is written at most this often for one key. */
const USE_NOTED_EVERY_MS = 60_000;

export interface KeyRow {
	id: string;
	name: string;
	scopes: KeyScope[];
	createdAt: Date;
	lastUsedAt: Date | null;
	revokedAt: Date | null;
}

/** All keys, newest first, without what they are known by. */
export const readKeys = ({ db }: Database): Promise<KeyRow[]> =>
	db
		.select({
			id: apiKeys.id,
			name: apiKeys.name,
			scopes: apiKeys.scopes,
			createdAt: apiKeys.createdAt,
			lastUsedAt: apiKeys.lastUsedAt,
			revokedAt: apiKeys.revokedAt
		})
		.from(apiKeys)
		.orderBy(desc(apiKeys.createdAt));

/** API keys as administrators and the command line manage them: `id.secret`, of which only a hash is stored. */
export function createKeyStore(options: {
	database: Database;
	clock: Clock;
	/** After each change: the ring of this process hears from the others only. */
	onChange?: () => Promise<void>;
}) {
	const { onChange = () => Promise.resolve() } = options;
	const { db } = options.database;
	const now = () => new Date(options.clock());
	return {
		/** The whole key; it cannot be shown again. */
		async create(
			{ name, scopes }: { name: string; scopes: readonly KeyScope[] },
			actor: string
		): Promise<string> {
			const [id, secret] = [newId(), newSecret()];
			await db.transaction(async (tx) => {
				const row = { id, name, scopes: [...scopes], secretHash: hashOf(secret), createdAt: now() };
				await tx.insert(apiKeys).values(row);
				const change = { at: now(), actor, action: 'key.create', subject: id };
				await recordChange(tx, { ...change, before: null, after: { name, scopes } });
				await tx.execute(notification('keys'));
			});
			await onChange();
			return `${id}.${secret}`;
		},

		list: (): Promise<KeyRow[]> => readKeys(options.database),

		/** False when no such key is in force. */
		async revoke(id: string, actor: string): Promise<boolean> {
			const revoked = await db.transaction(async (tx) => {
				const [row] = await tx
					.update(apiKeys)
					.set({ revokedAt: now() })
					.where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
					.returning({ name: apiKeys.name });
				if (!row) return false;
				const change = { at: now(), actor, action: 'key.revoke', subject: id };
				await recordChange(tx, { ...change, before: row, after: null });
				await tx.execute(notification('keys'));
				return true;
			});
			if (revoked) await onChange();
			return revoked;
		}
	};
}

type KeyHolder = Extract<Principal, { kind: 'key' }>;

export interface KeyRing {
	/** Who presents this `Authorization` header; undefined when it names no key in force. */
	holderOf(authorization: string | null | undefined): KeyHolder | undefined;
	/** Reads the keys again. */
	renew(): Promise<void>;
	/** Called with the ids of keys that are not in force any more. */
	onRevoked(watcher: (ids: readonly string[]) => void): void;
}

/** The keys in force, kept in memory: they are checked on every request. */
export async function createKeyRing(options: {
	database: Database;
	listener: Listener;
	clock: Clock;
	onError: (error: unknown) => void;
}): Promise<KeyRing> {
	const { database, listener, clock, onError } = options;
	const watchers = new Set<(ids: readonly string[]) => void>();
	const usedAt = new Map<string, number>();

	async function load() {
		const rows = await database.db.select().from(apiKeys).where(isNull(apiKeys.revokedAt));
		return new Map(rows.map((row) => [row.id, row]));
	}

	let inForce = await load();

	async function renew(): Promise<void> {
		const fresh = await load();
		const gone = [...inForce.keys()].filter((id) => !fresh.has(id));
		inForce = fresh;
		if (gone.length > 0) for (const watcher of watchers) watcher(gone);
	}
	listener.on('keys', () => void renew().catch(onError));

	function noteUse(id: string): void {
		const now = clock();
		if (now - (usedAt.get(id) ?? -Infinity) < USE_NOTED_EVERY_MS) return;
		usedAt.set(id, now);
		database.db
			.update(apiKeys)
			.set({ lastUsedAt: sql`greatest(${apiKeys.lastUsedAt}, ${new Date(now).toISOString()})` })
			.where(eq(apiKeys.id, id))
			.catch(onError);
	}

	return {
		holderOf(authorization) {
			const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
			const { id, secret } = splitToken(token);
			const known = inForce.get(id);
			if (!matches(secret, known?.secretHash)) return undefined;
			noteUse(id);
			return { kind: 'key', id, scopes: known!.scopes };
		},
		renew,
		onRevoked: (watcher) => void watchers.add(watcher)
	};
}
