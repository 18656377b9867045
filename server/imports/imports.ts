import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { ImportMap } from '../../src/lib/forms/import-map.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { failed } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { BooksOfRecord } from '../record.ts';
import { booksOf } from './books.ts';
import type { Books } from './books.ts';
import { nameFiles } from './files.ts';
import { instantReader } from './instant.ts';
import { namesOf } from './names.ts';
import { planStep } from './plan.ts';
import type { Surroundings } from './plan.ts';
import { readMap } from './read-map.ts';
import { receive } from './receive.ts';
import { rehearse } from './rehearsal.ts';
import type { ImportReport } from './report.ts';
import { runImport } from './run.ts';
import type { ImportRequest } from './request.ts';
import { openTable } from './table.ts';
import { appendAfterUndo } from './undone.ts';

export type Imports = ReturnType<typeof createImports>;

/** Rejected rows of one file as CSV, to be corrected and sent again. */
export interface RejectedFile {
	name: string;
	/** Absent when it is larger than an answer should be. */
	text?: string;
}

const LARGEST_ANSWER = 4 * 1024 * 1024;

async function rejectedFile(path: string): Promise<RejectedFile> {
	const { size } = await stat(path);
	const name = basename(path);
	return size > LARGEST_ANSWER ? { name } : { name, text: await readFile(path, 'utf8') };
}

/** Files of other systems into the books, by a map that says what their columns mean. docs/IMPORT.md. */
export function createImports(record: BooksOfRecord, options: { clock: Clock; log: Log }) {
	const { organisation, directory } = record;

	function surroundingsNow(): Surroundings {
		const { fractionDigits, timeZone } = organisation.settings;
		return {
			setting: { fractionDigits, instantOf: instantReader(timeZone) },
			metricKind: (code) => directory.mirror.metrics.named(code)?.kind,
			codesNamed: namesOf(directory.mirror)
		};
	}

	/**
	 * Imports files by a map. Problems (`files.<n>.<field>` of the map) mean that the map does not fit the files
	 * and nothing was written; rows that the books refused are in the report.
	 */
	async function run(request: ImportRequest): Promise<Outcome<{ report: ImportReport }>> {
		const surroundings = surroundingsNow();
		const runOn = async (books: Books) => {
			const append = await appendAfterUndo(record.database, books.append);
			return runImport({ ...books, append }, surroundings, request);
		};
		return request.dryRun ? rehearse(record, options, runOn) : runOn(booksOf(record));
	}

	return {
		run,

		/** Whether the first step of a map fits a file, and the headings it has then. */
		async fit(map: ImportMap, path: string): Promise<Outcome<{ headings: readonly string[] }>> {
			const step = map.files[0]!;
			const opened = await openTable(path, step);
			if (!opened.ok) return opened;
			const { headings, close } = opened.table;
			close();
			const { problems } = planStep(map, step, headings, surroundingsNow());
			return problems.length > 0 ? failed(...problems) : { ok: true, headings };
		},

		/**
		 * Imports what a multipart/form-data body holds: a part `map` and file parts, named as the map names them.
		 * Answers like `run`, with the rejected rows themselves instead of a place on this machine.
		 */
		async upload(request: {
			contentType: string;
			body: AsyncIterable<Uint8Array>;
			dryRun: boolean;
			actor: string;
			words: (problem: Problem) => string;
		}): Promise<Outcome<{ report: ImportReport; rejectedFiles: RejectedFile[] }>> {
			const { contentType, body, ...rest } = request;
			const folder = await mkdtemp(join(tmpdir(), 'longhubang-import-'));
			try {
				const received = await receive({ contentType, body, folder });
				if (!received.ok) return received;
				const map = readMap(received.upload.map);
				if (!map.ok) return map;
				const named = nameFiles(map.map, received.upload.files);
				if (!named.ok) return named;
				const ran = await run({
					...rest,
					map: map.map,
					paths: named.paths,
					complete: false,
					rejectsFolder: () => Promise.resolve(folder)
				});
				if (!ran.ok) return ran;
				const { report } = ran;
				const places = new Set(report.steps.flatMap((step) => step.rejectedFile ?? []));
				const rejectedFiles = await Promise.all([...places].map(rejectedFile));
				for (const step of report.steps)
					if (step.rejectedFile) step.rejectedFile = basename(step.rejectedFile);
				return { ok: true, report, rejectedFiles };
			} finally {
				await rm(folder, { recursive: true, force: true });
			}
		}
	};
}
