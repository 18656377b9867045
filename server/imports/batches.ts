import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { and, desc, eq, getTableColumns, inArray, lt, sql } from 'drizzle-orm';
import { formatsOf } from '../../src/lib/domain/date-guess.ts';
import type { ImportChoices, ReadingChoices } from '../../src/lib/forms/import-choices.ts';
import { importMap } from '../../src/lib/forms/import-map.ts';
import type { ImportKind, ImportMap } from '../../src/lib/forms/import-map.ts';
import type { ListPage } from '../../src/lib/list-query.ts';
import { recordChange } from '../audit/record.ts';
import { newId } from '../auth/secrets.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../database/connection.ts';
import { readHead } from '../ledger/read.ts';
import type { Log } from '../log.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { BooksOfRecord } from '../record.ts';
import { createDesk, isKept, keepFile, readKept, REJECTED } from './batch-files.ts';
import { outcomeOf, rowKeeper } from './batch-report.ts';
import type { BatchReport } from './batch-report.ts';
import { createBatchWork } from './batch-work.ts';
import { choicesOf, mapOf } from './choices.ts';
import { guess } from './guess.ts';
import type { Guess } from './guess.ts';
import type { Imports } from './imports.ts';
import { inspectFile } from './inspect.ts';
import type { Inspection } from './inspect.ts';
import { knownTo } from './known.ts';
import { LARGEST_UPLOAD_MB, safeName } from './receive.ts';
import { importBatches, importFiles } from './schema.ts';
import type { BatchState } from './schema.ts';
import { undoEntries } from './undo.ts';
import { batchActor } from './undone.ts';

const DAY_MS = 86_400_000;
const SWEEP_EVERY_MS = 3_600_000;
/** An upload that nobody imports. */
const UPLOAD_LASTS_MS = DAY_MS;
/** Rejected rows wait for their correction. */
const REJECTED_LASTS_MS = 30 * DAY_MS;
const TELL_EVERY_MS = 400;
const REMEMBERED_MAPS = 50;
const ANSWER_WITHIN_MS = 1_200;

export interface Batch {
	id: string;
	createdAt: Date;
	createdBy: string;
	state: BatchState;
	map: ImportMap | undefined;
	/** Rows done, of how many by the share of the file that was read; undefined when nothing is under way. */
	progress: { done: number; total: number } | undefined;
	report: BatchReport;
	finishedAt: Date | undefined;
	/** Whether its rejected rows can be had. */
	rejected: boolean;
	/** Whether its file is there, to be imported. */
	file: boolean;
}

/** A file as somebody is asked what its columns mean. */
export interface Offer {
	inspection: Inspection;
	as: ImportKind;
	/** By kind: what the columns most probably mean. */
	guesses: Record<ImportKind, Guess>;
	/** Of each heading: the formats in which its contents can be read as dates. */
	formats: readonly (readonly string[])[];
	/** What was chosen for this file before, else for the last one with the same headings. */
	chosen?: { choices: ImportChoices; from: 'this' | 'last' };
}

type Row = typeof importBatches.$inferSelect;
type WithFiles = Row & { rejected: boolean; file: boolean };

/** Whether a batch still has its own file, and its rejected rows. */
const FILES = {
	rejected: sql<boolean>`EXISTS (SELECT FROM import_files f
		WHERE f.batch = ${importBatches.id} AND f.part = 0 AND f.name = ${REJECTED})`,
	file: sql<boolean>`EXISTS (SELECT FROM import_files f
		WHERE f.batch = ${importBatches.id} AND f.part = 0 AND f.name <> ${REJECTED})`
};

export type Batches = ReturnType<typeof createBatches>;

/** The import wizard: an upload, what its columns mean, a rehearsal, the import, and its undoing. docs/IMPORT.md. */
export function createBatches(
	record: BooksOfRecord,
	imports: Imports,
	{ clock, log }: { clock: Clock; log: Log }
) {
	const { database, directory, organisation, ledger } = record;
	const { db } = database;
	const desk = createDesk(database);
	const work = createBatchWork({ database, log });
	const now = () => new Date(clock());

	const reportOf = (row: Pick<Row, 'report'>) => row.report as BatchReport;
	const metrics = () => [...directory.mirror.metrics.all()];

	/** Changes a batch that is in one of these states; undefined when it is not. */
	async function change(
		tx: Transaction | typeof db,
		id: string,
		from: readonly BatchState[],
		to: Partial<Row>
	): Promise<Row | undefined> {
		const [row] = await tx
			.update(importBatches)
			.set(to)
			.where(and(eq(importBatches.id, id), inArray(importBatches.state, [...from])))
			.returning();
		return row;
	}

	/** Adds to the report, whatever else stands there. */
	const reported = (part: Partial<BatchReport>) =>
		sql`coalesce(${importBatches.report}, '{}') || ${JSON.stringify(part)}::jsonb`;

	/** A batch that says it is worked on while nobody works on it: the process died (IMPORT-22). */
	async function unstick<R extends Row>(row: R): Promise<R> {
		const busy = row.state === 'running' || row.state === 'undoing' || row.progress !== null;
		if (!busy) return row;
		return db.transaction(async (tx) => {
			if (!(await work.isAbandoned(tx, row.id))) return row;
			const state = row.state === 'uploaded' ? 'uploaded' : 'failed';
			const changed = await change(tx, row.id, [row.state], {
				state,
				progress: null,
				report: reported({ problems: [problem('', 'import-broken-off')] }) as never
			});
			return { ...row, ...changed };
		});
	}

	const rows = () => db.select({ ...getTableColumns(importBatches), ...FILES }).from(importBatches);

	async function rowOf(id: string): Promise<WithFiles | undefined> {
		const [row] = await rows().where(eq(importBatches.id, id));
		return row && unstick(row);
	}

	function view(row: WithFiles): Batch {
		return {
			id: row.id,
			createdAt: row.createdAt,
			createdBy: row.createdBy,
			state: row.state,
			map: row.map === null ? undefined : (row.map as ImportMap),
			progress: row.progress ?? undefined,
			report: reportOf(row),
			finishedAt: row.finishedAt ?? undefined,
			rejected: row.rejected,
			file: row.file
		};
	}

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
		row: Row,
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
				signal: work.signal
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

	const NOTHING = { done: 0, total: 0 };
	const clean = { problems: [] };

	async function rehearsal(row: Row, words: (problem: Problem) => string): Promise<void> {
		let part: Partial<BatchReport> = { problems: [problem('', 'import-broken-off')] };
		try {
			const done = await importFile(row, { dryRun: true, words });
			part = done.ok ? { ...done.part, ...clean } : { problems: done.problems };
		} finally {
			await change(db, row.id, ['uploaded'], { progress: null, report: reported(part) as never });
		}
	}

	async function running(row: Row, words: (problem: Problem) => string): Promise<void> {
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
				finishedAt: now(),
				report: reported({ ...part, through }) as never
			});
			if (whole) await dropFile(row.id, reportOf(row).file);
		}
	}

	async function dropFile(id: string, name: string): Promise<void> {
		await db.delete(importFiles).where(and(eq(importFiles.batch, id), eq(importFiles.name, name)));
		await desk.forget(id);
	}

	async function undoing(row: Row, reason: string): Promise<void> {
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
				signal: work.signal
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

	/** What was chosen for the last imported file that had these headings. */
	async function lastMap(headings: readonly string[], id: string): Promise<ImportMap | undefined> {
		const rows = await db
			.select()
			.from(importBatches)
			.where(
				sql`${importBatches.map} is not null and ${importBatches.state} <> 'uploaded' and ${importBatches.id} <> ${id}`
			)
			.orderBy(desc(importBatches.createdAt))
			.limit(REMEMBERED_MAPS);
		const same = JSON.stringify(headings);
		const found = rows.find((row) => JSON.stringify(reportOf(row).headings) === same);
		return found?.map as ImportMap | undefined;
	}

	async function sweep(): Promise<void> {
		const before = (age: number) => new Date(clock() - age);
		const old = await db
			.delete(importBatches)
			.where(
				and(
					eq(importBatches.state, 'uploaded'),
					sql`${importBatches.progress} is null`,
					lt(importBatches.createdAt, before(UPLOAD_LASTS_MS))
				)
			)
			.returning({ id: importBatches.id });
		for (const { id } of old) await desk.forget(id);
		await db.execute(sql`
			DELETE FROM import_files f USING import_batches b
			WHERE b.id = f.batch AND b.state NOT IN ('running', 'undoing') AND b.created_at <
				CASE WHEN f.name = ${REJECTED} THEN ${before(REJECTED_LASTS_MS).toISOString()}::timestamptz
				ELSE ${before(UPLOAD_LASTS_MS).toISOString()}::timestamptz END`);
	}
	const sweeping = setInterval(() => {
		sweep().catch((error: unknown) => log.warn({ err: error }, 'old uploads were not removed'));
	}, SWEEP_EVERY_MS);
	sweeping.unref();

	/** Most files are done while somebody waits for the answer. */
	async function moment(done: Promise<void>): Promise<{ ok: true }> {
		await Promise.race([done, delay(ANSWER_WITHIN_MS, undefined, { ref: false })]);
		return { ok: true };
	}

	const noSuch = () => failed(problem('', 'no-such-import'));
	const busy = () => failed(problem('', 'import-busy'));

	return {
		/** Newest first; of names only. */
		async list(page: { page: number; size: number }): Promise<ListPage<Batch>> {
			const found = await rows()
				.orderBy(desc(importBatches.createdAt))
				.limit(page.size)
				.offset((page.page - 1) * page.size);
			const [{ total } = { total: 0 }] = await db
				.select({ total: sql<number>`count(*)::int` })
				.from(importBatches);
			const batches: Batch[] = [];
			for (const row of found) batches.push(view(await unstick(row)));
			return { rows: batches, total };
		},

		async read(id: string): Promise<Batch | undefined> {
			const row = await rowOf(id);
			return row && view(row);
		},

		/**
		 * Takes an upload in as it comes. `continues`: it holds corrected rows of another batch, and goes by the same map.
		 * Problems: `upload-too-large`, `upload-broken-off`, and those of inspectFile: what is no table is not kept.
		 */
		async receive(upload: {
			name: string;
			body: AsyncIterable<Uint8Array>;
			actor: string;
			continues?: string | undefined;
		}): Promise<Outcome<{ id: string }>> {
			const folder = await desk.folder();
			try {
				const path = join(folder, 'file');
				const received = await spool(upload.body, path);
				if (!received.ok) return received;
				const looked = await inspectFile(path, {});
				if (!looked.ok) return looked;
				const before = upload.continues ? await rowOf(upload.continues) : undefined;
				const id = newId();
				const { size } = await stat(path);
				const name = safeName(upload.name, 0);
				const fits =
					before?.map &&
					JSON.stringify(reportOf(before).headings) === JSON.stringify(looked.inspection.headings);
				const report: BatchReport = {
					file: name,
					size,
					...(fits ? { as: reportOf(before).as!, headings: looked.inspection.headings } : {})
				};
				await db.transaction(async (tx) => {
					await tx.insert(importBatches).values({
						id,
						createdAt: now(),
						createdBy: upload.actor,
						state: 'uploaded',
						map: fits ? before.map : null,
						report
					});
					await keepFile(tx, { batch: id, name, path });
				});
				return { ok: true, id };
			} finally {
				await rm(folder, { recursive: true, force: true });
			}
		},

		/** The file's headings and what they most probably mean. Problems: those of inspectFile. */
		async offer(id: string, reading: ReadingChoices): Promise<Outcome<{ offer: Offer }>> {
			const row = await rowOf(id);
			if (!row) return noSuch();
			const mapped = row.map ? choicesOf(row.map as ImportMap) : undefined;
			const asked = Object.keys(reading).length > 0;
			const path = await desk.copyOf(id, reportOf(row).file);
			const looked = await inspectFile(path, asked ? reading : (mapped?.reading ?? {}));
			if (!looked.ok) return looked;
			const { inspection } = looked;
			const known = knownTo(directory, organisation);
			const { as, guesses } = guess(inspection, known);
			const last = mapped ? undefined : await lastMap(inspection.headings, id);
			const chosen = mapped
				? { choices: mapped, from: 'this' as const }
				: last && { choices: choicesOf(last), from: 'last' as const };
			const formats = inspection.samples.map(formatsOf);
			return {
				ok: true,
				offer: { inspection, as, guesses, formats, ...(chosen ? { chosen } : {}) }
			};
		},

		/** Makes the map of what was chosen. Problems name the field of the wizard, or the file. */
		async choose(id: string, choices: ImportChoices): Promise<Outcome<object>> {
			const row = await rowOf(id);
			if (!row) return noSuch();
			const { file } = reportOf(row);
			const made = mapOf(choices, { file, metrics: metrics() });
			if (!made.ok) return made;
			const path = await desk.copyOf(id, file);
			const fits = await imports.fit(made.map, path);
			if (!fits.ok) return fits;
			const changed = await change(db, id, ['uploaded'], {
				map: made.map,
				report:
					sql`${reported({ as: choices.as, headings: fits.headings, problems: [] })} - 'rehearsal'` as never
			});
			return changed ? { ok: true } : busy();
		},

		/** Begins a rehearsal, and answers when it is done or after a moment. */
		async rehearse(id: string, words: (problem: Problem) => string): Promise<Outcome<object>> {
			let row: Row | undefined;
			const begun = await work.begin(id, {
				inTurn: false,
				claim: async () => {
					row = await change(db, id, ['uploaded'], { progress: NOTHING });
					return row?.map != null;
				},
				run: () => rehearsal(row!, words)
			});
			return begun ? moment(begun.done) : busy();
		},

		/** Begins the import; it goes on whoever looks. Of a batch that failed: goes on with it. */
		async run(
			id: string,
			{ actor, words }: { actor: string; words: (problem: Problem) => string }
		) {
			let row: Row | undefined;
			const begun = await work.begin(id, {
				inTurn: true,
				async claim() {
					const { position } = await readHead(database);
					row = await db.transaction(async (tx) => {
						const [before] = await tx.select().from(importBatches).where(eq(importBatches.id, id));
						if (!before?.map || !(await isKept(database, id, reportOf(before).file)))
							return undefined;
						const report = reported({ after: reportOf(before).after ?? position, problems: [] });
						const claimed = await change(tx, id, ['uploaded', 'failed'], {
							state: 'running',
							progress: NOTHING,
							report: report as never
						});
						if (claimed)
							await recordChange(tx, {
								at: now(),
								actor,
								action: 'import.run',
								subject: id,
								before: null,
								after: { file: reportOf(before).file, map: before.map }
							});
						return claimed;
					});
					return row !== undefined;
				},
				run: () => running(row!, words)
			});
			return begun ? moment(begun.done) : busy();
		},

		/** Begins to take back what the batch recorded. Doing so twice changes nothing more. */
		async undo(
			id: string,
			{ actor, reason }: { actor: string; reason: string }
		): Promise<Outcome<object>> {
			let row: Row | undefined;
			const begun = await work.begin(id, {
				inTurn: true,
				async claim() {
					row = await db.transaction(async (tx) => {
						const claimed = await change(tx, id, ['done', 'failed'], {
							state: 'undoing',
							progress: NOTHING,
							// What is being taken back is no obstacle from here on (undone.ts).
							report: sql`jsonb_set(coalesce(${importBatches.report}, '{}'), '{undo}',
								coalesce(${importBatches.report}->'undo', '{"reversed":0,"refused":0}'))` as never
						});
						if (claimed)
							await recordChange(tx, {
								at: now(),
								actor,
								action: 'import.undo',
								subject: id,
								before: {
									file: reportOf(claimed).file,
									recorded: reportOf(claimed).result?.created ?? null
								},
								after: null
							});
						return claimed;
					});
					return row !== undefined;
				},
				run: () => undoing(row!, reason)
			});
			return begun ? moment(begun.done) : busy();
		},

		/** Throws an upload away that was not imported. */
		async discard(id: string): Promise<boolean> {
			const gone = await db
				.delete(importBatches)
				.where(
					and(
						eq(importBatches.id, id),
						eq(importBatches.state, 'uploaded'),
						sql`${importBatches.progress} is null`
					)
				)
				.returning({ id: importBatches.id });
			await desk.forget(id);
			return gone.length > 0;
		},

		/** The rejected rows of the last rehearsal or import, as CSV. */
		rejectedRows: (id: string): AsyncIterable<Buffer> => readKept(database, id, REJECTED),

		sweep,

		/** Ends what is under way after the rows at hand; before the record closes. */
		async close(): Promise<void> {
			clearInterval(sweeping);
			await work.close();
			await desk.close();
		}
	};
}

/** Writes a body to disk as it comes. */
async function spool(body: AsyncIterable<Uint8Array>, path: string): Promise<Outcome<object>> {
	let size = 0;
	const limit = LARGEST_UPLOAD_MB * 1024 * 1024;
	let tooLarge = false;
	const count = new Transform({
		transform(chunk: Buffer, _, done) {
			size += chunk.length;
			tooLarge = size > limit;
			done(tooLarge ? new Error('too large') : null, chunk);
		}
	});
	try {
		await pipeline(Readable.from(body, { objectMode: false }), count, createWriteStream(path));
		return { ok: true };
	} catch {
		return failed(
			tooLarge
				? problem('', 'upload-too-large', undefined, { limit: LARGEST_UPLOAD_MB })
				: problem('', 'upload-broken-off')
		);
	}
}
