import { daysBetween } from '../../src/lib/domain/period.ts';
import { suggestCustomers } from '../../src/lib/domain/suggest.ts';
import type { PocketEntry, PocketUndo } from '../../src/lib/forms/pocket.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { readNamed } from '../ledger/read.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { readBought } from './bought.ts';
import { PHONE_SOURCE } from './source.ts';

/** How long one may take back what one has just recorded, by the server's clock (POCKET-5). */
export const UNDO_MS = 60_000;
/** How long an entry may have waited in a phone without a network (POCKET-4). */
const LATE_MS = 7 * 24 * 3_600_000;
/** Of a rep's customers; the phone searches among them without asking. */
const CUSTOMERS = 500;

export type Recorded = Outcome<{ entry: number; externalId: string; undoUntil: number }>;
export type Pocket = ReturnType<typeof createPocket>;

/** What a rep does on the phone. */
export function createPocket(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	ledger: Ledger;
	clock: Clock;
}) {
	const { database, directory, organisation, ledger, clock } = options;
	const { mirror } = directory;

	const signed = ({ kind, amount }: PocketEntry): number => (kind === 'return' ? -amount : amount);

	async function named(externalId: string): Promise<BookedEntry | undefined> {
		const [entry] = await readNamed(database, [{ source: PHONE_SOURCE, externalId }]);
		return entry;
	}

	const answer = (entry: BookedEntry): Recorded => ({
		ok: true,
		entry: entry.position,
		externalId: entry.externalId,
		undoUntil: entry.bookedAt + UNDO_MS
	});

	/** Whether a command that came again is the one that was booked; when it happened may read differently the second time. */
	const isSame = (entry: BookedEntry, form: PocketEntry, by: string): boolean =>
		entry.recordedBy === by &&
		entry.kind === form.kind &&
		entry.amount === signed(form) &&
		mirror.metrics.get(entry.metricId)?.code === form.metric &&
		(entry.customerId === null ? undefined : mirror.customers.get(entry.customerId)?.code) ===
			form.customer;

	return {
		/**
		 * Records what somebody tapped, now or without a network some days ago. The same command again is answered with what
		 * the first one booked. Problems name a field of the command.
		 */
		async record(form: PocketEntry, by: string): Promise<Recorded> {
			const now = clock();
			const said = Date.parse(form.at);
			if (form.amount <= 0) return failed(problem('amount', 'not-above-zero', form.amount));
			if (said < now - LATE_MS) return failed(problem('at', 'pocket-too-old', form.at));
			const appended = await ledger.append(
				{
					source: PHONE_SOURCE,
					externalId: form.id,
					kind: form.kind,
					metric: form.metric,
					amount: signed(form),
					rep: form.rep,
					// A phone whose clock is ahead does not book tomorrow.
					occurredAt: new Date(Math.min(said, now)).toISOString(),
					...(form.customer === undefined ? {} : { customer: form.customer })
				},
				by
			);
			if (appended.ok) return answer(appended.entry);
			if (!appended.problems.some(({ reason }) => reason === 'external-id-taken')) return appended;
			const first = await named(form.id);
			return first && isSame(first, form, by) ? answer(first) : appended;
		},

		/**
		 * Takes back by a reversal what this person recorded under an id less than a minute ago. Again: the same answer.
		 * Problems: `unknown-entry` (nothing was recorded, or not by them), `undo-too-late`.
		 */
		async undo(form: PocketUndo, by: string): Promise<Outcome<{ entry: number }>> {
			const now = clock();
			const entry = await named(form.entry);
			const rep = mirror.reps.named(form.rep)?.id;
			const theirs = entry?.recordedBy === by && entry.credits.every(({ repId }) => repId === rep);
			if (!entry || !theirs) return failed(problem('entry', 'unknown-entry', form.entry));
			const [reversed] = await readNamed(database, [
				{ source: 'reversal', externalId: String(entry.position) }
			]);
			if (reversed) return { ok: true, entry: reversed.position };
			if (now - entry.bookedAt > UNDO_MS) return failed(problem('entry', 'undo-too-late'));
			const taken = await ledger.reverse(entry.position, 'undo', by);
			return taken.ok ? { ok: true, entry: taken.entry.position } : taken;
		},

		/** A rep's own customers, likeliest first (POCKET-7), the rest by name. */
		async customers(rep: string): Promise<{ code: string; name: string }[]> {
			const owner = mirror.reps.named(rep)?.id;
			const own = [...mirror.customers.all()].filter(
				({ ownerId }) => owner !== undefined && ownerId === owner
			);
			if (own.length === 0) return [];
			const today = organisation.today();
			const bought = await readBought(database, {
				customerIds: own.map(({ id }) => id),
				metricIds: [...mirror.metrics.all()].map(({ id }) => id),
				today,
				clock: organisation.clock
			});
			const likely = suggestCustomers(
				bought.map(({ customerId, day, minute }) => ({
					customer: mirror.customers.get(customerId)!.code,
					daysAgo: daysBetween(day, today),
					minute
				})),
				organisation.clock.minuteOf(clock())
			);
			const place = new Map(likely.map((code, i) => [code, i]));
			const at = (code: string) => place.get(code) ?? likely.length;
			return own
				.sort((a, b) => at(a.code) - at(b.code) || a.name.localeCompare(b.name, 'zh'))
				.slice(0, CUSTOMERS)
				.map(({ code, name }) => ({ code, name }));
		}
	};
}
