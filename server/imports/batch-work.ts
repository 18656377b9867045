import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import type { Database, Transaction } from '../database/connection.ts';
import { lockIds } from '../database/locks.ts';
import type { Log } from '../log.ts';

/** Somebody who only looks whether a batch is worked on holds its lock for a moment. */
const PATIENCE_MS = 2_000;
const LOCK_NOT_AVAILABLE = '55P03';

export interface Work {
	/** Gives the batch the state that says what is done to it; false where that does not fit its state. */
	claim(): Promise<boolean>;
	run(): Promise<void>;
	/** Writes to the books: only one batch at a time does. */
	inTurn: boolean;
}

export type BatchWork = ReturnType<typeof createBatchWork>;

/**
 * Work on batches that goes on when whoever began it closes the browser. Each batch is held by an advisory lock of a
 * connection of its own: when the process dies the lock goes with it, and whoever looks next sees that nobody works on
 * the batch any more.
 */
export function createBatchWork({ database, log }: { database: Database; log: Log }) {
	const stop = new AbortController();
	const under = new Map<string, Promise<void>>();

	async function locked(batch: string): Promise<pg.Client | undefined> {
		const client = new pg.Client(database.connection);
		client.on('error', (error) =>
			log.warn({ err: error, batch }, 'the lock of an import was lost')
		);
		await client.connect();
		try {
			await client.query(`SET lock_timeout = ${PATIENCE_MS}`);
			await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [lockIds.imports, batch]);
			await client.query('SET lock_timeout = 0');
			return client;
		} catch (error) {
			await client.end();
			if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) return undefined;
			throw error;
		}
	}

	async function finish(client: pg.Client, work: Work): Promise<void> {
		try {
			if (work.inTurn) await client.query('SELECT pg_advisory_lock($1)', [lockIds.imports]);
			await work.run();
		} finally {
			await client.end();
		}
	}

	return {
		/** Ends what is under way after the rows at hand. */
		signal: stop.signal,

		/** Begins, and goes on in the background; false when somebody works on the batch, or its state does not fit. */
		async begin(batch: string, work: Work): Promise<false | { done: Promise<void> }> {
			// The state of work that is done is seen a moment before its lock is given back.
			await Promise.race([under.get(batch), delay(PATIENCE_MS, undefined, { ref: false })]);
			if (under.has(batch) || stop.signal.aborted) return false;
			const client = await locked(batch);
			if (!client) return false;
			let claimed = false;
			try {
				claimed = await work.claim();
			} finally {
				if (!claimed) await client.end();
			}
			if (!claimed) return false;
			const done = finish(client, work)
				.catch((error: unknown) => log.error({ err: error, batch }, 'work on an import failed'))
				.finally(() => under.delete(batch));
			under.set(batch, done);
			return { done };
		},

		/** Whether nobody in the cluster works on the batch; until the transaction ends nobody begins to. */
		async isAbandoned(tx: Transaction, batch: string): Promise<boolean> {
			if (under.has(batch)) return false;
			const { rows } = await tx.execute<{ free: boolean }>(
				sql`SELECT pg_try_advisory_xact_lock(${lockIds.imports}, hashtext(${batch})) AS free`
			);
			return rows[0]!.free;
		},

		async close(): Promise<void> {
			stop.abort();
			await Promise.allSettled(under.values());
		}
	};
}
