import { and, desc, eq, gt, lte, ne } from 'drizzle-orm';
import { Lucia, TimeSpan } from 'lucia';
import type { Adapter } from 'lucia';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import { accounts, sessions } from './schema.ts';
import { hashOf } from './secrets.ts';

/** The only file that knows Lucia. docs/decisions/010-one-gate.md */
declare module 'lucia' {
	interface Register {
		Lucia: Lucia<SessionAttributes>;
		DatabaseSessionAttributes: SessionAttributes;
	}
}

interface SessionAttributes {
	createdAt: Date;
	userAgent: string | null;
	address: string | null;
}

/** A session lives for thirty days after it was last used. */
const LASTS = new TimeSpan(30, 'd');

/** Lucia's view of our tables; of a session's id only the SHA-256 reaches the database. */
function adapterFor({ db }: Database): Adapter {
	type Row = typeof sessions.$inferSelect;
	const present = (row: Row, id: string) => ({
		id,
		userId: row.account,
		expiresAt: row.expiresAt,
		attributes: { createdAt: row.createdAt, userAgent: row.userAgent, address: row.address }
	});
	return {
		async getSessionAndUser(id) {
			const [found] = await db
				.select({ session: sessions, code: accounts.code })
				.from(sessions)
				.innerJoin(accounts, eq(accounts.code, sessions.account))
				.where(eq(sessions.idHash, hashOf(id)));
			return found
				? [present(found.session, id), { id: found.code, attributes: {} }]
				: [null, null];
		},
		async getUserSessions(account) {
			const rows = await db.select().from(sessions).where(eq(sessions.account, account));
			return rows.map((row) => present(row, row.idHash));
		},
		async setSession({ id, userId, expiresAt, attributes }) {
			await db
				.insert(sessions)
				.values({ idHash: hashOf(id), account: userId, expiresAt, ...attributes });
		},
		async updateSessionExpiration(id, expiresAt) {
			await db
				.update(sessions)
				.set({ expiresAt })
				.where(eq(sessions.idHash, hashOf(id)));
		},
		async deleteSession(id) {
			await db.delete(sessions).where(eq(sessions.idHash, hashOf(id)));
		},
		async deleteUserSessions(account) {
			await db.delete(sessions).where(eq(sessions.account, account));
		},
		async deleteExpiredSessions() {
			await db.delete(sessions).where(lte(sessions.expiresAt, new Date()));
		}
	};
}

export interface SessionRow {
	/** Names the session to end it; tells nothing about its cookie. */
	idHash: string;
	createdAt: Date;
	expiresAt: Date;
	userAgent: string | null;
	address: string | null;
}

/** Names whose sessions ended: one session by its hash, or all of an account. */
export type Ended = { session: string } | { account: string };

export type Sessions = ReturnType<typeof createSessions>;

/** Who is signed in. A session that ends loses its open sockets too, in every process. */
export function createSessions(options: { database: Database; listener: Listener; clock: Clock }) {
	const { database, listener, clock } = options;
	const { db } = database;
	const lucia = new Lucia<SessionAttributes>(adapterFor(database), { sessionExpiresIn: LASTS });
	const watchers = new Set<(ended: Ended) => void>();

	const tell = (ended: Ended) => watchers.forEach((watcher) => watcher(ended));
	listener.on('sessions', (payload) => {
		if (payload) tell(JSON.parse(payload) as Ended);
	});

	async function announce(ended: Ended): Promise<void> {
		await db.execute(notification('sessions', JSON.stringify(ended)));
		tell(ended);
	}

	/**
	 * Ends all sessions of an account, but the one to keep, as a part of somebody's transaction. Call what it gives once
	 * that is committed: a socket that is dropped before then comes back with its session.
	 */
	async function endAllWithin(
		tx: Transaction,
		account: string,
		keep?: string
	): Promise<() => void> {
		const others = keep === undefined ? undefined : ne(sessions.idHash, keep);
		const gone = await tx
			.delete(sessions)
			.where(and(eq(sessions.account, account), others))
			.returning({ session: sessions.idHash });
		const ended: Ended[] =
			keep === undefined ? [{ account }] : gone.map(({ session }) => ({ session }));
		for (const each of ended) await tx.execute(notification('sessions', JSON.stringify(each)));
		return () => ended.forEach(tell);
	}

	return {
		/** Signs an account in; gives the id for the cookie and when it expires unless used. */
		async start(
			account: string,
			from: { userAgent: string | null; address: string | null }
		): Promise<{ id: string; expiresAt: Date }> {
			const { id, expiresAt } = await lucia.createSession(account, {
				createdAt: new Date(clock()),
				userAgent: from.userAgent?.slice(0, 300) ?? null,
				address: from.address
			});
			return { id, expiresAt };
		},

		/** Whose session this is; `renewed`: it was prolonged, and the cookie should be too. */
		async holderOf(
			id: string
		): Promise<{ account: string; idHash: string; renewed: Date | undefined } | undefined> {
			const { session } = await lucia.validateSession(id);
			if (!session) return undefined;
			return {
				account: session.userId,
				idHash: hashOf(id),
				renewed: session.fresh ? session.expiresAt : undefined
			};
		},

		/** Newest first. */
		list: (account: string): Promise<SessionRow[]> =>
			db
				.select({
					idHash: sessions.idHash,
					createdAt: sessions.createdAt,
					expiresAt: sessions.expiresAt,
					userAgent: sessions.userAgent,
					address: sessions.address
				})
				.from(sessions)
				.where(and(eq(sessions.account, account), gt(sessions.expiresAt, new Date(clock()))))
				.orderBy(desc(sessions.createdAt)),

		/** Ends one session of an account; false when it has no such session. */
		async end(account: string, idHash: string): Promise<boolean> {
			const ended = await db
				.delete(sessions)
				.where(and(eq(sessions.account, account), eq(sessions.idHash, idHash)))
				.returning({ idHash: sessions.idHash });
			if (ended.length > 0) await announce({ session: idHash });
			return ended.length > 0;
		},

		endAllWithin,

		/** Ends all sessions of an account, but the one to keep. */
		async endAll(account: string, keep?: string): Promise<void> {
			const tellHere = await db.transaction((tx) => endAllWithin(tx, account, keep));
			tellHere();
		},

		/** Forgets what has expired. */
		sweep: () => lucia.deleteExpiredSessions(),

		onEnded: (watcher: (ended: Ended) => void) => void watchers.add(watcher)
	};
}
