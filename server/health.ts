import type { Database } from './database/connection.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Rankings } from './rankings/rankings.ts';

const TIMEOUT_MS = 2_000;

export interface Health {
	ready: boolean;
	dependencies: {
		database: { ok: boolean; ms?: number };
		redis: { ok: boolean; ms?: number; since?: string };
		/** How many entries the rankings are behind the ledger. */
		rankings: { ok: boolean; behind: number };
	};
	version: string;
}

async function timed(ask: () => Promise<unknown>): Promise<{ ok: boolean; ms?: number }> {
	const start = performance.now();
	const late = new Promise<never>((_, reject) =>
		setTimeout(() => reject(new Error('timeout')), TIMEOUT_MS).unref()
	);
	try {
		await Promise.race([ask(), late]);
		return { ok: true, ms: Math.round((performance.now() - start) * 10) / 10 };
	} catch {
		return { ok: false };
	}
}

/**
 * Ready means that sales can be recorded. Without Redis they still are, and the boards say since when
 * they stand still, so that alone does not make an installation unready (BOOT-4).
 */
export function createHealth(options: {
	database: Database;
	ledger: Ledger;
	rankings: Rankings;
	version: string;
	isClosing: () => boolean;
}) {
	const { database, ledger, rankings, version, isClosing } = options;
	return async function health(): Promise<Health> {
		const [record, redis] = await Promise.all([
			timed(() => database.pool.query('SELECT 1')),
			timed(() => rankings.ping())
		]);
		const behind = Math.max(0, ledger.feed.head - rankings.projected);
		const since = rankings.unwellSince;
		return {
			ready: record.ok && !isClosing(),
			dependencies: {
				database: record,
				redis: {
					...redis,
					...(since === undefined ? {} : { since: new Date(since).toISOString() })
				},
				rankings: { ok: redis.ok && since === undefined, behind }
			},
			version
		};
	};
}
