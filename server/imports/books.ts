import type { EntryForm } from '../../src/lib/forms/entry.ts';
import type { Directory } from '../directory/directory.ts';
import type { Outcome } from '../problems.ts';
import type { BooksOfRecord } from '../record.ts';
import type { Targets } from '../targets/targets.ts';

/** What an import writes to: the books of record, or a rehearsal that leaves no trace. */
export interface Books {
	directory: Directory;
	targets: Pick<Targets, 'put'>;
	/** `position`: of the entry in the books, where there is one. */
	append(
		form: EntryForm,
		recordedBy: string
	): Promise<Outcome<{ replayed: boolean; position?: number }>>;
	/** Subjects that may be written at the same time. */
	parallel: number;
}

/** As many connections stay free for everybody else. */
const PARALLEL = 4;

export const booksOf = ({ directory, targets, ledger }: BooksOfRecord): Books => ({
	directory,
	targets,
	async append(form, recordedBy) {
		const appended = await ledger.append(form, recordedBy);
		if (!appended.ok) return appended;
		return { ok: true, replayed: appended.replayed, position: appended.entry.position };
	},
	parallel: PARALLEL
});
