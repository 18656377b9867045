import { createHash } from 'node:crypto';
import type { EntryForm } from '../../src/lib/forms/entry.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import { contentOf, sameEntry } from '../ledger/entry.ts';
import type { BookedEntry, PreparedEntry } from '../ledger/entry.ts';
import { prepareEntry } from '../ledger/prepare.ts';
import { readNamed } from '../ledger/read.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { BooksOfRecord } from '../record.ts';

const nameOf = ({ source, externalId }: PreparedEntry) => JSON.stringify([source, externalId]);

/** Finds the stored entry of the same name; all that are asked for in one turn share a query. */
function namesakes(database: Database) {
	interface Question {
		entry: PreparedEntry;
		resolve: (found: BookedEntry | undefined) => void;
		reject: (error: unknown) => void;
	}
	let asked: Question[] = [];

	async function answer(): Promise<void> {
		const questions = asked;
		asked = [];
		try {
			const stored = await readNamed(
				database,
				questions.map(({ entry }) => entry)
			);
			const byName = new Map(stored.map((entry) => [nameOf(entry), entry]));
			for (const { entry, resolve } of questions) resolve(byName.get(nameOf(entry)));
		} catch (error) {
			for (const { reject } of questions) reject(error);
		}
	}

	return (entry: PreparedEntry) =>
		new Promise<BookedEntry | undefined>((resolve, reject) => {
			asked.push({ entry, resolve, reject });
			if (asked.length === 1) setImmediate(() => void answer());
		});
}

/** What appending entries would answer, without appending: their checks, and the names that are taken. */
export function rehearseAppend(record: BooksOfRecord, directory: Directory) {
	const { database, organisation, ledger } = record;
	const findNamesake = namesakes(database);
	/** Names of this rehearsal, and a digest of what they stand for: of every row, so as little as will do. */
	const spoken = new Map<string, number>();

	const taken = ({ externalId }: PreparedEntry, id: number | string) =>
		failed(problem('externalId', 'external-id-taken', externalId, { id }));

	return async (
		form: EntryForm,
		recordedBy: string
	): Promise<Outcome<{ replayed: boolean; position?: number }>> => {
		const prepared = await prepareEntry(
			{
				directory,
				clock: organisation.clock,
				today: organisation.today(),
				closedThrough: ledger.closedThrough,
				recordedBy
			},
			form
		);
		if (!prepared.ok) return prepared;
		const { entry } = prepared;
		const name = nameOf(entry);
		const content = createHash('sha256').update(contentOf(entry)).digest().readUIntBE(0, 6);
		const before = spoken.get(name);
		if (before !== undefined)
			return before === content ? { ok: true, replayed: true } : taken(entry, '—');
		spoken.set(name, content);
		const namesake = await findNamesake(entry);
		if (!namesake) return { ok: true, replayed: false };
		return sameEntry(namesake, entry)
			? { ok: true, replayed: true, position: namesake.position }
			: taken(entry, namesake.position);
	};
}
