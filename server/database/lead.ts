import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Database } from './connection.ts';

const STANDBY_MS = 1_000;

/**
 * Work that one process of the cluster does at a time: whoever holds the advisory lock leads until its connection ends;
 * the others stand by. `lead` ends soon after `lost` does.
 */
export function takeTurns(options: {
	database: Database;
	lock: number;
	lead: (lost: Promise<void>) => Promise<void>;
	/** What the work is, for the log. */
	name: string;
	log: Log;
}) {
	const { database, lock, lead, name, log } = options;
	const stopping = new AbortController();

	async function turn(): Promise<void> {
		const client = new pg.Client(database.connection);
		const lost = new Promise<void>((resolve) => {
			client.once('end', resolve);
			client.on('error', () => resolve());
			stopping.signal.addEventListener('abort', () => resolve(), { once: true });
		});
		try {
			await client.connect();
			const { rows } = await client.query<{ mine: boolean }>(
				'SELECT pg_try_advisory_lock($1) AS mine',
				[lock]
			);
			if (rows[0]!.mine && !stopping.signal.aborted) await lead(lost);
		} finally {
			await client.end().catch(() => {});
		}
	}

	async function run(): Promise<void> {
		while (!stopping.signal.aborted) {
			await turn().catch((error: unknown) => log.debug({ err: error }, `${name} will retry`));
			await delay(STANDBY_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
		}
	}
	const running = run();

	return {
		async stop(): Promise<void> {
			stopping.abort();
			await running;
		}
	};
}
