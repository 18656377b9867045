import { rm } from 'node:fs/promises';
import { and, eq, sql } from 'drizzle-orm';
import { importMap } from '../../src/lib/forms/import-map.ts';
import type { Clock } from '../clock.ts';
import { readHead } from '../ledger/read.ts';
import type { Log } from '../log.ts';
import { problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { BooksOfRecord } from '../record.ts';
import { keepFile, REJECTED } from './batch-files.ts';
import type { Desk } from './batch-files.ts';
import { outcomeOf, rowKeeper } from './batch-report.ts';
import type { BatchReport } from './batch-report.ts';
import { reported, reportOf } from './batch-table.ts';
import type { BatchRow, BatchTable } from './batch-table.ts';
import type { Imports } from './imports.ts';
import { importBatches, importFiles } from './schema.ts';
import type { BatchState } from './schema.ts';
import { undoEntries } from './undo.ts';
import { batchActor } from './undone.ts';

const TELL_EVERY_MS = 400;

/** What is done to a batch while nobody waits: rehearsed, imported, taken back. What came of it stands in the table. */
export function createBatchRuns(options: {
	record: Pick<BooksOfRecord, 'database' | 'ledger'>;
	imports: Imports;
	table: BatchTable;
	desk: Desk;
	/** Ends a run after the rows at hand. */
	signal: AbortSignal;
	clock: Clock;
	log: Log;
}) {
	const { record, imports, desk, signal, clock, log } = options;
	const { change } = options.table;
	const { database, ledger } = record;
	const { db } = database;

	/** Tells the table how far it is, now and then. */
	function teller(id: string) {
		let told = -Infinity;
		return (done: number, share: number): void => {
			if (performance.now() - told < TELL_EVERY_MS) return;
			told = performance.now();
			const total = Math.max(done, Math.round(done / Math.max(share, 0.001)));
			db.update(importBatches)
				.set({ progress: { done, total } })
				.where(and(eq(importBatches.id, id), sql`${importBatches.progress} is not null`))
				.catch((error: unknown) => log.debug({ err: error }, 'progress was not told'));
		};
	}

	/** Rehearses or imports the file of a batch; keeps the rejected rows. */
	async function importFile(
		row: BatchRow,
		{ dryRun, words }: { dryRun: boolean; words: (problem: Problem) => string }
	): Promise<Outcome<{ part: Partial<BatchReport> }>> {
		const map = importMap.parse(row.map);
		const { file } = reportOf(row);
		const path = await desk.copyOf(row.id, file);
		const folder = await desk.folder();
		const tell = teller(row.id);
		const keeper = rowKeeper();
		try {
			const ran = await imports.run({
				map,
				paths: new Map([[map.files[0]!.file, path]]),
				complete: true,
				dryRun,
				keepRejects: true,
				actor: batchActor(row.id),
				words,
				rejectsFolder: () => Promise.resolve(folder),
				onProgress: ({ rows, share }) => tell(rows, share),
				onlooker: keeper,
				signal
			});
			if (!ran.ok) return ran;
			const outcome = outcomeOf(ran.report, keeper);
			const rejects = ran.report.steps[0]?.rejectedFile;
			await db.transaction(async (tx) => {
				if (rejects) await keepFile(tx, { batch: row.id, name: REJECTED, path: rejects });
				else
					await tx
						.delete(importFiles)
						.where(and(eq(importFiles.batch, row.id), eq(importFiles.name, REJECTED)));
			});
			return { ok: true, part: dryRun ? { rehearsal: outcome } : { result: outcome } };
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	}

	const clean = { problems: [] };

	async function rehearsal(row: BatchRow, words: (problem: Problem) => string): Promise<void> {
		let part: Partial<BatchReport> = { problems: [problem('', 'import-broken-off')] };
		try {
			const done = await importFile(row, { dryRun: true, words });
			part = done.ok ? { ...done.part, ...clean } : { problems: done.problems };
		} finally {
			await change(db, row.id, ['uploaded'], { progress: null, report: reported(part) as never });
		}
	}

	async function running(row: BatchRow, words: (problem: Problem) => string): Promise<void> {
		let part: Partial<BatchReport> = { problems: [problem('', 'import-broken-off')] };
		let whole = false;
		try {
			const done = await importFile(row, { dryRun: false, words });
			part = done.ok ? done.part : { problems: done.problems };
			whole = done.ok && done.part.result?.interrupted === false;
			if (done.ok) part.problems = whole ? [] : [problem('', 'import-broken-off')];
		} finally {
			const { position: through } = await readHead(database);
			await change(db, row.id, ['running'], {
				state: whole ? 'done' : 'failed',
				progress: null,
				finishedAt: new Date(clock()),
				report: reported({ ...part, through }) as never
			});
			if (whole) await dropFile(row.id, reportOf(row).file);
		}
	}

	async function dropFile(id: string, name: string): Promise<void> {
		await db.delete(importFiles).where(and(eq(importFiles.batch, id), eq(importFiles.name, name)));
		await desk.forget(id);
	}

	async function undoing(row: BatchRow, reason: string): Promise<void> {
		const before = reportOf(row).undo?.reversed ?? 0;
		const tell = teller(row.id);
		const total = reportOf(row).result?.created ?? 0;
		let state: BatchState = 'failed';
		let part: Partial<BatchReport> = { problems: [problem('', 'import-broken-off')] };
		try {
			const { interrupted, ...undo } = await undoEntries({
				database,
				ledger,
				batch: row.id,
				after: reportOf(row).after ?? 0,
				through: reportOf(row).through ?? (await readHead(database)).position,
				reason,
				onProgress: (done) => tell(done, total > 0 ? Math.min(1, done / total) : 1),
				signal
			});
			part = { undo: { ...undo, reversed: before + undo.reversed } };
			if (!interrupted) {
				state = undo.refused > 0 ? 'done' : 'undone';
				part.problems = [];
			} else part.problems = [problem('', 'import-broken-off')];
		} finally {
			await change(db, row.id, ['undoing'], {
				state,
				progress: null,
				report: reported(part) as never
			});
		}
	}

	return { rehearsal, running, undoing };
}
