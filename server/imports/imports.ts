import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Outcome } from '../problems.ts';
import type { BooksOfRecord } from '../record.ts';
import { booksOf } from './books.ts';
import { instantReader } from './instant.ts';
import type { Surroundings } from './plan.ts';
import { rehearse } from './rehearsal.ts';
import type { ImportReport } from './report.ts';
import { runImport } from './run.ts';
import type { ImportRequest } from './run.ts';

export type Imports = ReturnType<typeof createImports>;

/** Files of other systems into the books, by a map that says what their columns mean. docs/IMPORT.md. */
export function createImports(record: BooksOfRecord, options: { clock: Clock; log: Log }) {
	const { organisation, directory } = record;

	return {
		/**
		 * Imports files by a map. Problems (`files.<n>.<field>` of the map) mean that the map does not fit the files
		 * and nothing was written; rows that the books refused are in the report.
		 */
		async run(request: ImportRequest): Promise<Outcome<{ report: ImportReport }>> {
			const { fractionDigits, timeZone } = organisation.settings;
			const surroundings: Surroundings = {
				setting: { fractionDigits, instantOf: instantReader(timeZone) },
				metricKind: (code) => directory.mirror.metrics.named(code)?.kind
			};
			if (!request.dryRun) return runImport(booksOf(record), surroundings, request);
			return rehearse(record, options, (books) => runImport(books, surroundings, request));
		}
	};
}
