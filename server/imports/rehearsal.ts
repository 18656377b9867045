import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Clock } from '../clock.ts';
import type { Listener } from '../database/listen.ts';
import { createDirectory } from '../directory/directory.ts';
import type { Log } from '../log.ts';
import type { BooksOfRecord } from '../record.ts';
import { createTargets } from '../targets/targets.ts';
import type { Books } from './books.ts';
import { rehearseAppend } from './rehearsed-entries.ts';

const DEAF: Listener = { on: () => {}, close: () => Promise.resolve() };

/** Thrown to roll back what was rehearsed. */
class Curtain extends Error {}

/** There is one connection: a savepoint must be released before the next one is set. */
function oneByOne() {
	let last: Promise<unknown> = Promise.resolve();
	return <T>(work: () => Promise<T>): Promise<T> => {
		const next = last.then(work);
		last = next.catch(() => {});
		return next;
	};
}

/**
 * Runs an import for its verdicts alone (IMPORT-12). Units, reps, customers, products and targets are written by
 * the real code within one transaction that is rolled back, so that later files find what earlier ones would
 * create. Entries are checked but not written: a transaction that had written one would hold the head of the
 * ledger, and every sale in the company would wait for it.
 */
export async function rehearse<T>(
	record: BooksOfRecord,
	{ clock, log }: { clock: Clock; log: Log },
	run: (books: Books) => Promise<T>
): Promise<T> {
	const { organisation } = record;
	let result: { value: T } | undefined;
	try {
		await record.database.db.transaction(async (tx) => {
			const database = { ...record.database, db: tx as unknown as NodePgDatabase };
			const directory = await createDirectory({
				database,
				listener: DEAF,
				clock,
				log,
				today: organisation.today,
				fractionDigits: () => organisation.settings.fractionDigits
			});
			const targets = createTargets({ database, listener: DEAF, directory, organisation, clock });
			const append = rehearseAppend(record, directory);
			const inTurn = oneByOne();
			const books: Books = {
				directory: { ...directory, put: (...of) => inTurn(() => directory.put(...of)) },
				targets: { put: (...of) => inTurn(() => targets.put(...of)) },
				append,
				parallel: 1
			};
			result = { value: await run(books) };
			throw new Curtain();
		});
	} catch (error) {
		if (!(error instanceof Curtain)) throw error;
	}
	return result!.value;
}
