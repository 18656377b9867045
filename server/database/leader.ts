import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Database } from './connection.ts';

const STANDBY_MS = 1_000;

export interface Leader {
	stop(): Promise<void>;
}

/**
 * Runs `lead` in one process of a cluster at a time: in whichever holds the advisory lock. `lead` ends when `lost` does,
 * because the lock's connection ended or the process stops.
 */
export function startLeader(options: {
	database: Database;
	lockId: number;
	log: Log;
	lead: (lost: Promise<void>) => Promise<void>;
}): Leader {
	const { database, lockId, log, lead } = options;
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
				[lockId]
			);
			if (rows[0]!.mine && !stopping.signal.aborted) await lead(lost);
		} finally {
			await client.end().catch(() => {});
		}
	}

	async function run(): Promise<void> {
		while (!stopping.signal.aborted) {
			await turn().catch((error: unknown) => log.debug({ err: error, lockId }, 'will try again'));
			await delay(STANDBY_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
		}
	}
	const running = run();

	return {
		async stop() {
			stopping.abort();
			await running;
		}
	};
}
