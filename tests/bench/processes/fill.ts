import type { BooksOfRecord } from '../../../server/record.ts';
import { reps, targets, units } from '../world.ts';

const ACTOR = 'bench';

/** The bench's company, written straight into a record. */
export async function fillRecord({
	directory,
	organisation,
	targets: book
}: Pick<BooksOfRecord, 'directory' | 'organisation' | 'targets'>): Promise<void> {
	for (const [code, form] of units) await directory.put('units', code, form, ACTOR);
	for (const [code, form] of reps) await directory.put('reps', code, form, ACTOR);
	await book.put(targets(`${organisation.today().slice(0, 7)}-01`), ACTOR);
}
