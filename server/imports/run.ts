import { basename } from 'node:path';
import type { ImportMap, ImportStep } from '../../src/lib/forms/import-map.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { Books } from './books.ts';
import type { GivenFiles } from './files.ts';
import { planStep } from './plan.ts';
import type { Surroundings } from './plan.ts';
import { rejectsFile } from './rejects.ts';
import type { RejectsFile } from './rejects.ts';
import { emptyStep, sumUp } from './report.ts';
import type { ImportReport } from './report.ts';
import { runStep } from './step.ts';
import { openTable } from './table.ts';
import type { Table } from './table.ts';

export interface Progress {
	file: string;
	as: ImportStep['as'];
	/** 1 is the first. */
	step: number;
	steps: number;
	/** Rows of this step that were dealt with. */
	rows: number;
	/** Of the whole import, 0 to 1. */
	share: number;
}

export interface ImportRequest extends GivenFiles {
	map: ImportMap;
	dryRun: boolean;
	actor: string;
	/** Where the rejected rows of a file go; a dry run writes none. */
	rejectsFolder: (path: string) => Promise<string>;
	/** A problem as the reader of the report understands it. */
	words: (problem: Problem) => string;
	onProgress?: ((progress: Progress) => void) | undefined;
}

interface Ready {
	index: number;
	step: ImportStep;
	path: string;
	bytes: number;
}

/** Rows between two calls of `onProgress`. */
const PROGRESS_ROWS = 250;

/** The map's own word for a problem of a file: `files.2.encoding`. */
const inMap = (index: number, problems: readonly Problem[]) =>
	problems.map((p) => ({ ...p, path: `files.${index}.${p.path}` }));

/**
 * Opens every file and fits it to the map before anything is written (IMPORT-3). Rejected rows of one sheet do
 * not have the columns of the others: those steps are left out.
 */
async function prepare(
	request: ImportRequest,
	surroundings: Surroundings
): Promise<Outcome<{ ready: Ready[]; leftOut: string[] }>> {
	const { map, paths, complete } = request;
	const problems: Problem[] = [];
	const ready: Ready[] = [];
	const leftOut = new Set<string>();
	for (const [index, step] of map.files.entries()) {
		const path = paths.get(step.file);
		if (path === undefined) {
			if (complete && !step.optional)
				problems.push(problem(`files.${index}.file`, 'missing-file', step.file));
			else leftOut.add(step.file);
			continue;
		}
		const opened = await openTable(path, step);
		if (!opened.ok) {
			problems.push(...inMap(index, opened.problems));
			continue;
		}
		const { table } = opened;
		table.close();
		const plan = planStep(map, step, table.headings, surroundings);
		if (plan.problems.length === 0) ready.push({ index, step, path, bytes: table.bytes });
		else if (!table.rejects) problems.push(...plan.problems);
	}
	if (problems.length > 0) return failed(...problems);
	if (ready.length === 0) return failed(problem('', 'nothing-to-import'));
	return { ok: true, ready, leftOut: [...leftOut] };
}

/** One file of rejected rows for each table, whichever steps read it. */
function rejectsFiles(request: ImportRequest) {
	const open = new Map<string, RejectsFile>();
	return {
		async for({ step, path }: Ready, table: Table): Promise<RejectsFile | undefined> {
			if (request.dryRun) return undefined;
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
	const { map, actor, words, onProgress } = request;
	const total = ready.reduce((sum, { bytes }) => sum + bytes, 0);
	const rejects = rejectsFiles(request);
	const steps = [];
	let read = 0;
	try {
		for (const one of ready) {
			const { step, index, path } = one;
			const opened = await openTable(path, step);
			if (!opened.ok) return failed(...inMap(index, opened.problems));
			const { table } = opened;
			const report = emptyStep(index + 1, step.file, step.as);
			const before = read;
			let rows = 0;
			const tell = () =>
				onProgress?.({
					file: step.file,
					as: step.as,
					step: steps.length + 1,
					steps: ready.length,
					rows,
					share: total === 0 ? 1 : Math.min(1, read / total)
				});
			const rejected = await rejects.for(one, table);
			try {
				await runStep({
					step,
					plan: planStep(map, step, table.headings, surroundings),
					table,
					books,
					actor,
					report,
					rejects: rejected,
					words,
					onBytes: (bytes) => (read += bytes),
					onRow: () => ++rows % PROGRESS_ROWS === 0 && tell()
				});
			} finally {
				table.close();
			}
			read = before + one.bytes;
			tell();
			if (report.rejected > 0 && rejected?.path) report.rejectedFile = rejected.path;
			steps.push(report);
		}
	} finally {
		await rejects.close();
	}
	return { ok: true, report: sumUp(request.dryRun, steps, leftOut) };
}
