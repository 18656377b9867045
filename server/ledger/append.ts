import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import { commitBatch } from './commit.ts';
import { sameEntry } from './entry.ts';
import type { BookedEntry, PreparedEntry } from './entry.ts';
import { closedDate } from './prepare.ts';
import { readHead, readNamed } from './read.ts';

export type Appended = Outcome<{ entry: BookedEntry; replayed: boolean }>;

/** Entries that may share one transaction. */
const GROUP = 2_000;
/** How often a commit is tried while the database is away; the wait grows from the first to the last. */
const WAITS_MS = [50, 200, 500, 1_000, 2_000];

interface Waiting {
	entry: PreparedEntry;
	resolve: (appended: Appended) => void;
	reject: (error: unknown) => void;
}

interface DatabaseError {
	code?: string;
	constraint?: string;
}

/** What a constraint says that a check before the commit could not know for sure. */
async function problemOf(
	database: Database,
	{ constraint }: DatabaseError,
	entry: PreparedEntry
): Promise<Problem | undefined> {
	if (constraint === 'entries_reversed_once')
		return problem('id', 'already-reversed', entry.reverses ?? undefined);
	if (constraint !== 'entries_period_open') return undefined;
	const { closedThrough } = await readHead(database);
	return closedDate(new Date(entry.occurredAt).toISOString(), closedThrough!);
}

const RACE = 'entries_source_external_id';

/** The connection broke or the server is stopping or starting: nothing is known of the commit. */
const isOutage = (error: DatabaseError): boolean =>
	error.code === undefined || /^(08|57P|ECONN|ENOENT|EPIPE)/.test(error.code);

const nameOf = (entry: { source: string; externalId: string }) =>
	`${entry.source}\u0000${entry.externalId}`;

/**
 * The only way into the ledger. Entries that wait at the same moment share one transaction (group commit);
 * only one is under way at a time, so that positions arrive at the feed in order.
 */
export function createAppend(options: {
	database: Database;
	clock: Clock;
	onCommitted: (entries: readonly BookedEntry[]) => void;
}) {
	const { database, clock, onCommitted } = options;
	let queue: Waiting[] = [];
	let running = false;

	/** The next group: no external id twice, since one statement cannot see its own rows. */
	function nextGroup(): Waiting[] {
		const names = new Set<string>();
		const group: Waiting[] = [];
		const later: Waiting[] = [];
		for (const waiting of queue) {
			const name = nameOf(waiting.entry);
			if (group.length < GROUP && !names.has(name)) group.push(waiting);
			else later.push(waiting);
			names.add(name);
		}
		queue = later;
		return group;
	}

	/** A commit whose outcome is unknown may be repeated: external ids make it harmless. */
	async function commit(group: readonly Waiting[], bookedAt: number) {
		const batch = group.map((waiting) => waiting.entry);
		for (let attempt = 0; ; attempt++) {
			try {
				return await commitBatch(database, batch, bookedAt);
			} catch (error) {
				const { constraint } = error as DatabaseError;
				const again = constraint === RACE || isOutage(error as DatabaseError);
				const wait = WAITS_MS[attempt];
				if (!again || wait === undefined) throw error;
				if (constraint !== RACE) await delay(wait);
			}
		}
	}

	async function answerReplays(replays: readonly Waiting[]): Promise<void> {
		if (replays.length === 0) return;
		const stored = await readNamed(
			database,
			replays.map((waiting) => waiting.entry)
		);
		const byName = new Map(stored.map((entry) => [nameOf(entry), entry]));
		for (const { entry, resolve } of replays) {
			const first = byName.get(nameOf(entry))!;
			resolve(
				sameEntry(first, entry)
					? { ok: true, entry: first, replayed: true }
					: failed(
							problem('externalId', 'external-id-taken', entry.externalId, { id: first.position })
						)
			);
		}
	}

	async function book(group: readonly Waiting[]): Promise<void> {
		const bookedAt = clock();
		const positions = await commit(group, bookedAt);
		const booked: BookedEntry[] = [];
		const replays: Waiting[] = [];
		group.forEach((waiting, i) => {
			const position = positions.get(i);
			if (position === undefined) return replays.push(waiting);
			const entry = { ...waiting.entry, position, bookedAt };
			booked.push(entry);
			waiting.resolve({ ok: true, entry, replayed: false });
		});
		if (booked.length > 0) onCommitted(booked.sort((a, b) => a.position - b.position));
		await answerReplays(replays);
	}

	/** Books a group; if the database refuses it, its entries one by one, so that a bad one stands alone. */
	async function bookOrRefuse(group: readonly Waiting[]): Promise<void> {
		try {
			await book(group);
		} catch (error) {
			if (group.length > 1 && !isOutage(error as DatabaseError)) {
				for (const waiting of group) await bookOrRefuse([waiting]);
				return;
			}
			for (const { entry, resolve, reject } of group) {
				const known = await problemOf(database, error as DatabaseError, entry).catch(() => {});
				if (known) resolve(failed(known));
				else reject(error);
			}
		}
	}

	async function run(): Promise<void> {
		running = true;
		while (queue.length > 0) await bookOrRefuse(nextGroup());
		running = false;
	}

	/**
	 * Answers once the entry is durable: `replayed` when the same entry was there before. Problems:
	 * `external-id-taken` (other content under the same id), `period-closed`, `already-reversed`.
	 */
	return function append(entry: PreparedEntry): Promise<Appended> {
		return new Promise((resolve, reject) => {
			queue.push({ entry, resolve, reject });
			// A turn of the event loop lets requests that arrived together share the first commit.
			if (!running) {
				running = true;
				setImmediate(() => void run());
			}
		});
	};
}
