import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database/connection.ts';
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

	// Every commit announces its last position to the other processes.
	listener.on('ledger', (payload) => {
		if (payload) advance(Number(payload));
		else for (const follower of followers) follower.wake();
	});

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
		/** The record may hold more than is known here. */
		let unsure = true;
		const stopping = new AbortController();
		let wakeUp = () => {};
		const wake = () => {
			woken = true;
			wakeUp();
		};
		wakers.add(wake);

		async function sleep(): Promise<void> {
			if (woken || stopping.signal.aborted) return;
			await new Promise<void>((resolve) => {
				const timer = setTimeout(() => {
					unsure = true;
					resolve();
				}, POLL_MS);
				timer.unref();
				wakeUp = () => {
					clearTimeout(timer);
					resolve();
				};
			});
		}

		async function step(): Promise<void> {
			woken = false;
			if (position >= head && !unsure) return await sleep();
			unsure = false;
			sought = false;
			const batch = await read(position);
			// Whoever sought another position, while this was read or handled, decides where to go on.
			if (sought) return;
			if (batch.length === 0) return await sleep();
			await handle(batch);
			if (!sought) position = batch.at(-1)!.position;
		}

		async function run(): Promise<void> {
			while (!stopping.signal.aborted) {
				try {
					await step();
				} catch (error) {
					unsure = true;
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
			wake() {
				unsure = true;
				wake();
			},
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
		},
		follow,
		async close() {
			await Promise.all([...followers].map((follower) => follower.stop()));
		}
	};
}
