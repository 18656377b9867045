import { basename } from 'node:path';
import { failed } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Books } from './books.ts';
import { planStep } from './plan.ts';
import type { Surroundings } from './plan.ts';
import { inMap, prepare } from './prepare.ts';
import type { Ready } from './prepare.ts';
import { rejectsFile } from './rejects.ts';
import type { RejectsFile } from './rejects.ts';
import { emptyStep, sumUp } from './report.ts';
import type { ImportReport, StepReport } from './report.ts';
import type { ImportRequest } from './request.ts';
import { runStep } from './step.ts';
import { openTable } from './table.ts';
import type { Table } from './table.ts';

/** Rows between two calls of `onProgress`. */
const PROGRESS_ROWS = 250;

/** One file of rejected rows for each table, whichever steps read it. */
function rejectsFiles(request: ImportRequest) {
	const open = new Map<string, RejectsFile>();
	return {
		async file({ step, path }: Ready, table: Table): Promise<RejectsFile | undefined> {
			if (request.dryRun && !request.keepRejects) return undefined;
			const name = `${path}\u0000${step.sheet ?? ''}`;
			const known = open.get(name);
			if (known) return known;
			const file = rejectsFile({
				folder: await request.rejectsFolder(path),
				fileName: basename(path),
				headings: table.headings,
				delimiter: step.delimiter ?? ','
			});
			open.set(name, file);
			return file;
		},
		async close(): Promise<void> {
			for (const file of open.values()) await file.close();
		}
	};
}

/** Tells how far the import is: rows of the step, bytes of all. */
function progressTeller(ready: readonly Ready[], onProgress: ImportRequest['onProgress']) {
	const total = ready.reduce((sum, { bytes }) => sum + bytes, 0);
	let finished = 0;

	return (index: number) => {
		const { step, bytes } = ready[index]!;
		let [rows, read] = [0, 0];
		const tell = () =>
			onProgress?.({
				file: step.file,
				as: step.as,
				step: index + 1,
				steps: ready.length,
				rows,
				share: total === 0 ? 1 : Math.min(1, (finished + read) / total)
			});
		return {
			onBytes(more: number): void {
				read += more;
			},
			onRow(): void {
				if (++rows % PROGRESS_ROWS === 0) tell();
			},
			end(): void {
				read = 0;
				finished += bytes;
				tell();
			}
		};
	};
}

/**
 * Imports the given files by the map, in the map's order. Problems mean that nothing was written: the map does
 * not fit the files. Rows that were refused are in the report, and do not keep the others out.
 */
export async function runImport(
	books: Books,
	surroundings: Surroundings,
	request: ImportRequest
): Promise<Outcome<{ report: ImportReport }>> {
	const prepared = await prepare(request, surroundings);
	if (!prepared.ok) return prepared;
	const { ready, leftOut } = prepared;
	const { map, dryRun, actor, words, signal } = request;
	const progressOf = progressTeller(ready, request.onProgress);
	const rejectsOf = rejectsFiles(request);
	const steps: StepReport[] = [];
	try {
		for (const [i, one] of ready.entries()) {
			if (signal?.aborted) break;
			const { step, index, path } = one;
			const opened = await openTable(path, step);
			// It fitted a moment ago: somebody changes it while it is read.
			if (!opened.ok) return failed(...inMap(index, opened.problems));
			const { table } = opened;
			const report = emptyStep(index + 1, step.file, step.as);
			const rejects = await rejectsOf.file(one, table);
			const plan = planStep(map, step, table.headings, surroundings);
			const progress = progressOf(i);
			try {
				await runStep({
					step,
					plan,
					table,
					books,
					actor,
					report,
					rejects,
					words,
					onlooker: request.onlooker,
					signal,
					...progress
				});
			} finally {
				table.close();
			}
			progress.end();
			if (report.rejected > 0 && rejects?.path) report.rejectedFile = rejects.path;
			steps.push(report);
		}
	} finally {
		await rejectsOf.close();
	}
	const interrupted = signal?.aborted === true;
	return { ok: true, report: sumUp({ dryRun, interrupted, steps, leftOut }) };
}
