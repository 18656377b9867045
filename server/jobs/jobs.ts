import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Log } from '../log.ts';

const QUEUE = 'longhubang';
const PREFIX = 'lhb:jobs';
/** At once in one process: a celebration does not wait behind a mail server that takes its time. */
const CONCURRENCY = 8;

/** A job: `key` names the effect, and a second job of the same key is dropped. */
export interface Job {
	topic: string;
	key: string;
	payload: unknown;
}

export type Handlers = Readonly<Record<string, (payload: unknown) => Promise<void>>>;

export interface Jobs {
	add(jobs: readonly Job[]): Promise<void>;
	close(): Promise<void>;
}

/** Background work: each job is done once per cluster, and again if it fails. */
export function createJobs(options: {
	redisTarget: string;
	handlers: Handlers;
	/** What is done again and again, by topic: once per cluster, however many processes there are. */
	clockwork?: Readonly<Record<string, { everyMs: number }>>;
	log: Log;
}): Jobs {
	const { redisTarget, handlers, clockwork = {}, log } = options;
	const connect = () => {
		const redis = new Redis(redisTarget, {
			maxRetriesPerRequest: null,
			retryStrategy: (times) => Math.min(50 * 2 ** times, 2_000)
		});
		redis.on('error', (error) => log.debug({ err: error }, 'redis connection of the job queue'));
		return redis;
	};
	const connections = [connect(), connect()] as const;
	const queue = new Queue(QUEUE, {
		connection: connections[0],
		prefix: PREFIX,
		defaultJobOptions: {
			attempts: 5,
			backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
			// Kept for a while: their ids are what drops a repeated message.
			removeOnComplete: { age: 3_600, count: 10_000 },
			removeOnFail: { age: 7 * 24 * 3_600, count: 1_000 }
		}
	});
	const worker = new Worker(
		QUEUE,
		async (job) => {
			const handle = handlers[job.name];
			if (!handle) throw new Error(`no handler for ${job.name}`);
			await handle(job.data);
		},
		{ connection: connections[1], prefix: PREFIX, concurrency: CONCURRENCY }
	);
	worker.on('failed', (job, error) => {
		log.warn({ err: error, job: job?.id, topic: job?.name }, 'a job failed');
	});
	const note = (error: unknown) => log.debug({ err: error }, 'job queue');
	queue.on('error', note);
	worker.on('error', note);

	/** The clock of the cluster stands in Redis, and is set again whenever Redis comes back: it may have lost it. */
	function schedule(): void {
		for (const [topic, { everyMs }] of Object.entries(clockwork))
			queue
				.upsertJobScheduler(
					topic,
					{ every: everyMs },
					// One that failed is not repeated: the next one does its work.
					{ name: topic, opts: { attempts: 1, removeOnComplete: true, removeOnFail: 100 } }
				)
				.catch(note);
	}
	schedule();
	connections[0].on('ready', schedule);

	return {
		async add(jobs) {
			await queue.addBulk(
				jobs.map(({ topic, key, payload }) => ({
					name: topic,
					data: payload,
					// BullMQ keeps the colon for itself.
					opts: { jobId: key.replaceAll(':', '-') }
				}))
			);
		},
		async close() {
			await worker.close(true);
			await queue.close();
			for (const connection of connections) connection.disconnect();
		}
	};
}
