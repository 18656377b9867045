import { celebrates } from '../../src/lib/domain/celebration.ts';
import { reverse } from '../../src/lib/domain/ledger.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { EntryForm } from '../../src/lib/forms/entry.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import { createAppend } from './append.ts';
import type { Appended } from './append.ts';
import { REVERSAL_SOURCE, viewEntry } from './entry.ts';
import type { PreparedEntry } from './entry.ts';
import { createFeed } from './feed.ts';
import { prepareEntry } from './prepare.ts';
import { readAfter, readHead, readOne } from './read.ts';
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

	listener.on('ledger-closed', () => {
		readHead(database).then(
			(head) => (closedThrough = head.closedThrough),
			(error: unknown) => log.error({ err: error }, 'the closed period could not be read')
		);
	});

	/** What else must happen once because of an entry: topics of the outbox, by whoever handles them. */
	const moreTopics = new Set<(entry: PreparedEntry) => readonly string[]>();

	const topicsOf = (entry: PreparedEntry): readonly string[] => [
		...celebrationsOf(entry),
		...[...moreTopics].flatMap((topics) => topics(entry))
	];

	function celebrationsOf(entry: PreparedEntry): readonly string[] {
		if (entry.kind === 'reversal') return ['withdrawal'];
		const { bigDeal } = organisation.settings;
		const isMoney = directory.mirror.metrics.get(entry.metricId)?.kind === 'money';
		return isMoney &&
			celebrates(entry, { bigDeal: bigDeal ?? undefined, today: organisation.today() })
			? ['celebration']
			: [];
	}

	const outboxWatchers = new Set<() => void>();
	const append = createAppend({
		database,
		clock,
		topicsOf,
		onCommitted: feed.committed,
		onOutbox: () => {
			for (const watcher of outboxWatchers) watcher();
		}
	});

	return {
		feed,

		/**
		 * Records one entry. Answers once it is durable. The problems name the field; `external-id-taken`
		 * means that another entry carries the external id.
		 */
		async append(form: EntryForm, recordedBy: string): Promise<Appended> {
			const prepared = await prepareEntry(
				{
					directory,
					clock: organisation.clock,
					today: organisation.today(),
					closedThrough,
					recordedBy
				},
				form
			);
			return prepared.ok ? append(prepared.entry) : prepared;
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
				corrects: null,
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

		alsoAnnounce(topics: (entry: PreparedEntry) => readonly string[]): void {
			moreTopics.add(topics);
		},

		onOutbox(watcher: () => void): void {
			outboxWatchers.add(watcher);
		},

		view: (entry: Parameters<typeof viewEntry>[1]) => viewEntry(directory.mirror, entry),

		get closedThrough() {
			return closedThrough;
		},

		/** Closes every period up to and with a business date; undefined opens all (LEDGER-8). */
		async close(through: IsoDate | undefined, actor: string): Promise<void> {
			await database.db.transaction(async (tx) => {
				await recordChange(tx, {
					at: new Date(clock()),
					actor,
					action: 'ledger.close',
					subject: through ?? 'none',
					before: { closedThrough: closedThrough ?? null },
					after: { closedThrough: through ?? null }
				});
				await tx.update(ledgerHead).set({ closedThrough: through ?? null });
			});
			closedThrough = through;
			await database.db.execute(notification('ledger-closed'));
		}
	};
}
