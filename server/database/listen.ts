import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Database } from './connection.ts';

const RECONNECT_MS = 500;
/** Stands before every payload: what a process announces itself it knows already. */
const PROCESS = randomUUID();

/** A payload as every notification carries it. */
export const signed = (payload: string): string => `${PROCESS} ${payload}`;

/** Tells every process of the cluster, this one too, what changed in the record. */
export const notification = (channel: string, payload = ''): SQL =>
	sql`SELECT pg_notify(${channel}, ${signed(payload)})`;

export interface Listener {
	/**
	 * Calls `handler` with each payload that another process sent, and once with '' after a gap in the
	 * connection: something may have been missed.
	 */
	on(channel: string, handler: (payload: string) => void): void;
	close(): Promise<void>;
}

/** One connection that LISTENs for this process, and comes back by itself. */
export async function createListener(database: Database, log: Log): Promise<Listener> {
	const handlers = new Map<string, ((payload: string) => void)[]>();
	let client: pg.Client | undefined;
	let closed = false;
	// A client takes one query at a time.
	let listening: Promise<unknown> = Promise.resolve();

	async function connect(): Promise<void> {
		const next = new pg.Client(database.connection);
		next.on('error', (error) => log.warn({ err: error }, 'the listening connection was lost'));
		next.on('notification', ({ channel, payload }) => {
			const [from, ...rest] = (payload ?? '').split(' ');
			if (from === PROCESS) return;
			for (const handler of handlers.get(channel) ?? []) handler(rest.join(' '));
		});
		try {
			await next.connect();
			for (const channel of handlers.keys())
				await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
		} catch (error) {
			void next.end().catch(() => {});
			throw error;
		}
		// Only from here on: an attempt that fails ends too, and is repeated by whoever made it.
		next.once('end', () => {
			client = undefined;
			void reconnect();
		});
		client = next;
	}

	async function reconnect(): Promise<void> {
		while (!closed && !client) {
			await delay(RECONNECT_MS);
			if (closed) return;
			try {
				await connect();
				for (const all of handlers.values()) for (const handler of all) handler('');
			} catch (error) {
				log.debug({ err: error }, 'listening again failed, will retry');
			}
		}
	}

	await connect();
	return {
		on(channel, handler) {
			const known = handlers.get(channel);
			if (known) known.push(handler);
			else {
				handlers.set(channel, [handler]);
				listening = listening
					.then(() => client?.query(`LISTEN ${pg.escapeIdentifier(channel)}`))
					.catch((error: unknown) => log.warn({ err: error, channel }, 'LISTEN failed'));
			}
		},
		async close() {
			closed = true;
			await listening;
			await client?.end();
		}
	};
}
