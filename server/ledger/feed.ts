import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Log } from '../log.ts';
import type { BookedEntry } from './entry.ts';
import { readAfter } from './read.ts';

/** Entries kept in memory for followers that keep up; anyone further behind reads the record. */
const TAIL = 4_096;
const BATCH = 2_000;
/** A follower looks by itself this often, in case a wake-up was lost. */
const POLL_MS = 1_000;
const RETRY_MS = 250;

export interface Follower {
	/** The last position that was handled. */
	readonly position: number;
	/** Goes back (or on) to a position; the next batch begins after it. */
	seek(position: number): void;
	/** Wakes it, for instance after a failed dependency came back. */
	wake(): void;
	stop(): Promise<void>;
}

export interface Feed {
	/** The newest position known here. */
	readonly head: number;
	/** Entries this process has just committed, in order. */
	committed(entries: readonly BookedEntry[]): void;
	/**
	 * Hands every entry after `from` to `handle`, in order, in batches, one batch at a time. A batch whose
	 * handling throws is handed over again.
	 */
	follow(from: number, handle: (batch: readonly BookedEntry[]) => Promise<void>): Follower;
	close(): Promise<void>;
}

/** The ledger in position order for whoever must see every entry: the rankings, the boards. */
export function createFeed(options: {
	database: Database;
	listener: Listener;
	head: number;
	log: Log;
}): Feed {
	const { database, listener, log } = options;
	let head = options.head;
	let tail: BookedEntry[] = [];
	const wakers = new Set<() => void>();
	const followers = new Set<Follower>();

	function advance(position: number): void {
		if (position <= head) return;
		head = position;
		for (const wake of wakers) wake();
	}

	listener.on('ledger', (payload) => {
		if (payload) advance(Number(payload));
		else for (const wake of wakers) wake();
	});

	// One notification under way at a time; the newest position stands for those before it.
	let announcing = false;
	let announced = head;
	async function announce(): Promise<void> {
		if (announcing) return;
		announcing = true;
		try {
			while (announced < head) {
				const position = head;
				await database.db.execute(notification('ledger', String(position)));
				announced = position;
			}
		} catch (error) {
			// Other processes look by themselves once a second.
			log.debug({ err: error }, 'the new head could not be announced');
		} finally {
			announcing = false;
		}
	}

	async function read(after: number): Promise<readonly BookedEntry[]> {
		const first = tail[0];
		if (first && first.position <= after + 1 && tail.at(-1)!.position > after)
			return tail.slice(after + 1 - first.position, after + 1 - first.position + BATCH);
		const entries = await readAfter(database, after, BATCH);
		const last = entries.at(-1);
		if (last) advance(last.position);
		return entries;
	}

	function follow(
		from: number,
		handle: (batch: readonly BookedEntry[]) => Promise<void>
	): Follower {
		let position = from;
		let sought = false;
		let woken = false;
		const stopping = new AbortController();
		let wakeUp = () => {};
		const wake = () => {
			woken = true;
			wakeUp();
		};
		wakers.add(wake);

		async function sleep(): Promise<void> {
			if (woken || stopping.signal.aborted) return;
			await Promise.race([
				new Promise<void>((resolve) => (wakeUp = resolve)),
				delay(POLL_MS, undefined, { ref: false })
			]);
		}

		async function step(): Promise<void> {
			woken = false;
			const batch = await read(position);
			if (batch.length === 0) return await sleep();
			sought = false;
			await handle(batch);
			// A handler that sought another position decides where to go on.
			if (!sought) position = batch.at(-1)!.position;
		}

		async function run(): Promise<void> {
			while (!stopping.signal.aborted) {
				try {
					await step();
				} catch (error) {
					log.debug({ err: error, position }, 'a follower of the ledger will try again');
					await delay(RETRY_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
				}
			}
		}
		const running = run();

		const follower: Follower = {
			get position() {
				return position;
			},
			seek(to) {
				position = to;
				sought = true;
				wake();
			},
			wake,
			async stop() {
				stopping.abort();
				wakers.delete(wake);
				followers.delete(follower);
				wake();
				await running;
			}
		};
		followers.add(follower);
		return follower;
	}

	return {
		get head() {
			return head;
		},
		committed(entries) {
			const last = tail.at(-1);
			// Another process committed in between: what is kept here must stay contiguous.
			if (last && entries[0]!.position !== last.position + 1) tail = [];
			tail.push(...entries);
			if (tail.length > TAIL * 2) tail = tail.slice(-TAIL);
			advance(entries.at(-1)!.position);
			void announce();
		},
		follow,
		async close() {
			await Promise.all([...followers].map((follower) => follower.stop()));
		}
	};
}
