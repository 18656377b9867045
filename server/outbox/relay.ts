import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database/connection.ts';
import type { Job, Jobs } from '../jobs/jobs.ts';
import type { Log } from '../log.ts';

const BATCH = 100;
const POLL_MS = 5_000;
const RETRY_MS = 1_000;
/** How long the queue may take; longer would hold the messages' rows and a connection for as long. */
const PATIENCE_MS = 5_000;

const TAKE = `
DELETE FROM outbox
WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING topic, key, payload`;

/**
 * Hands what commits left in the outbox to the job queue. A message is deleted in a transaction that
 * commits after the queue has it: a crash in between hands it over twice, and the queue drops the second
 * by its key (OUTBOX-2).
 */
export function startRelay(options: { database: Database; jobs: Pick<Jobs, 'add'>; log: Log }) {
	const { database, jobs, log } = options;
	const stopping = new AbortController();
	let wake = () => {};
	let woken = false;

	/** The queue waits for Redis without limit; nobody else should. */
	async function enqueue(messages: readonly Job[]): Promise<void> {
		const over = AbortSignal.any([stopping.signal, AbortSignal.timeout(PATIENCE_MS)]);
		over.throwIfAborted();
		await Promise.race([
			jobs.add(messages),
			once(over, 'abort').then(() => {
				throw new Error('the job queue does not take the messages');
			})
		]);
	}

	async function handOver(): Promise<number> {
		const client = await database.pool.connect();
		try {
			await client.query('BEGIN');
			const { rows } = await client.query<Job>(TAKE, [BATCH]);
			if (rows.length > 0) await enqueue(rows);
			await client.query('COMMIT');
			return rows.length;
		} catch (error) {
			await client.query('ROLLBACK').catch(() => {});
			throw error;
		} finally {
			client.release();
		}
	}

	async function step(): Promise<void> {
		woken = false;
		if ((await handOver()) === BATCH || woken) return;
		await Promise.race([
			new Promise<void>((resolve) => (wake = resolve)),
			delay(POLL_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
		]);
	}

	async function run(): Promise<void> {
		while (!stopping.signal.aborted) {
			try {
				await step();
			} catch (error) {
				log.debug({ err: error }, 'the outbox will be handed over later');
				await delay(RETRY_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
			}
		}
	}
	const running = run();

	return {
		wake() {
			woken = true;
			wake();
		},
		async stop() {
			stopping.abort();
			await running;
		}
	};
}
