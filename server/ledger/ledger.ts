import { closedReason, reverse } from '../../src/lib/domain/ledger.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { EntryForm } from '../../src/lib/forms/entry.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import { Refused } from '../database/refused.ts';
import type { Directory } from '../directory/directory.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { createAppend } from './append.ts';
import type { Appended } from './append.ts';
import { REVERSAL_SOURCE, sameEntry, viewEntry } from './entry.ts';
import { createFeed } from './feed.ts';
import { prepareEntry } from './prepare.ts';
import { readAfter, readHead, readNamed, readOne } from './read.ts';
import { ledgerHead } from './schema.ts';

export type Ledger = Awaited<ReturnType<typeof createLedger>>;

/** The append-only record of what was sold, collected, returned and corrected. */
export async function createLedger(options: {
	database: Database;
	listener: Listener;
	directory: Directory;
	organisation: Organisation;
	clock: Clock;
	log: Log;
}) {
	const { database, listener, directory, organisation, clock, log } = options;
	const start = await readHead(database);
	let closedThrough = start.closedThrough;
	const feed = createFeed({ database, listener, head: start.position, log });

	const closedWatchers = new Set<() => void>();
	function setClosed(through: IsoDate | undefined): void {
		closedThrough = through;
		for (const watcher of closedWatchers) watcher();
	}
	listener.on('ledger-closed', () => {
		readHead(database).then(
			(head) => setClosed(head.closedThrough),
			(error: unknown) => log.error({ err: error }, 'the closed period could not be read')
		);
	});

	/** Positions have no gaps: whatever lies at or before the head is there. */
	const isBooked = async (position: number): Promise<boolean> =>
		position <= feed.head || position <= (await readHead(database)).position;

	/** What was recorded before its period was closed is answered as ever when it is sent again (LEDGER-3). */
	async function replayed(
		context: Parameters<typeof prepareEntry>[0],
		form: EntryForm
	): Promise<Appended | undefined> {
		if (context.closedThrough === undefined) return undefined;
		const prepared = await prepareEntry({ ...context, closedThrough: undefined }, form);
		if (!prepared.ok) return undefined;
		const [first] = await readNamed(database, [prepared.entry]);
		return first && sameEntry(first, prepared.entry)
			? { ok: true, entry: first, replayed: true }
			: undefined;
	}

	const append = createAppend({ database, clock, onCommitted: feed.committed });

	/**
	 * Moves the end of what is closed to where `decide` says, with what that writes. The ledger's head is held from before
	 * `decide` until the commit: an entry is in before, and counted, or it is refused.
	 */
	async function settle<T extends object>(
		decide: (
			tx: Transaction,
			held: { position: number; closedThrough: IsoDate | undefined }
		) => Promise<Outcome<T & { through: IsoDate | undefined }>>
	): Promise<Outcome<T & { through: IsoDate | undefined }>> {
		try {
			const decided = await database.db.transaction(async (tx) => {
				const [head] = await tx.select().from(ledgerHead).for('update');
				const { position, closedThrough } = head!;
				const outcome = await decide(tx, { position, closedThrough: closedThrough ?? undefined });
				// What is refused leaves nothing behind, whatever was tried before it was.
				if (!outcome.ok) throw new Refused(...outcome.problems);
				await tx.update(ledgerHead).set({ closedThrough: outcome.through ?? null });
				await tx.execute(notification('ledger-closed'));
				return outcome;
			});
			setClosed(decided.through);
			return decided;
		} catch (error) {
			if (error instanceof Refused) return failed(...error.problems);
			throw error;
		}
	}

	return {
		feed,

		/**
		 * Records one entry. Answers once it is durable. The problems name the field; `external-id-taken`
		 * means that another entry carries the external id.
		 */
		async append(form: EntryForm, recordedBy: string): Promise<Appended> {
			const context = {
				directory,
				clock: organisation.clock,
				today: organisation.today(),
				closedThrough,
				recordedBy
			};
			if (form.corrects !== undefined && !(await isBooked(form.corrects)))
				return failed(problem('corrects', 'unknown-entry', form.corrects));
			const prepared = await prepareEntry(context, form);
			if (prepared.ok) return append(prepared.entry);
			return (await replayed(context, form)) ?? prepared;
		},

		/**
		 * Takes an entry back: a new entry of today with every figure negated (LEDGER-7). Repeating it
		 * answers with the first reversal. Problem `unknown-entry` when there is none with this id.
		 */
		async reverse(id: number, reason: string, recordedBy: string): Promise<Appended> {
			const entry = await readOne(database, id);
			if (!entry) return failed(problem('id', 'unknown-entry', id));
			if (entry.reversedBy !== null) {
				const first = await readOne(database, entry.reversedBy);
				return { ok: true, entry: first!, replayed: true };
			}
			const reversed = reverse({
				id: String(entry.position),
				kind: entry.kind,
				amount: entry.amount,
				...(entry.quantity === null ? {} : { quantity: entry.quantity }),
				credits: entry.credits.map((credit, i) => ({ rep: String(i), amount: credit.amount }))
			});
			if (!reversed.ok) return failed(problem('id', reversed.reason, id));
			const { reversal } = reversed;
			const now = clock();
			return append({
				source: REVERSAL_SOURCE,
				externalId: String(entry.position),
				kind: 'reversal',
				metricId: entry.metricId,
				amount: reversal.amount,
				customerId: entry.customerId,
				productId: entry.productId,
				quantity: reversal.quantity ?? null,
				occurredAt: now,
				businessDate: organisation.clock.dateOf(now),
				note: reason,
				reverses: entry.position,
				corrects: closedReason(entry.businessDate, closedThrough) ? entry.position : null,
				recordedBy,
				credits: entry.credits.map((credit, i) => ({
					...credit,
					amount: reversal.credits[i]!.amount
				}))
			});
		},

		/** Codes of the reps whom an entry credits; none for an unknown entry. */
		async creditedBy(id: number): Promise<string[]> {
			const entry = await readOne(database, id);
			return (entry?.credits ?? []).map(({ repId }) => directory.mirror.reps.get(repId)!.code);
		},

		/** Entries after a position in order, as the API shows them. */
		async read(after: number, limit: number) {
			const entries = await readAfter(database, after, limit);
			return {
				entries: entries.map((entry) => viewEntry(directory.mirror, entry)),
				next: entries.at(-1)?.position ?? after
			};
		},

		view: (entry: Parameters<typeof viewEntry>[1]) => viewEntry(directory.mirror, entry),

		get closedThrough() {
			return closedThrough;
		},

		onClosed(watcher: () => void): void {
			closedWatchers.add(watcher);
		},

		settle
	};
}
