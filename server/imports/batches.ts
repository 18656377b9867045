import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { and, eq, lt, sql } from 'drizzle-orm';
import { formatsOf } from '../../src/lib/domain/date-guess.ts';
import type { ImportChoices, ReadingChoices } from '../../src/lib/forms/import-choices.ts';
import type { ImportKind, ImportMap } from '../../src/lib/forms/import-map.ts';
import { recordChange } from '../audit/record.ts';
import { newId } from '../auth/secrets.ts';
import type { Clock } from '../clock.ts';
import { readHead } from '../ledger/read.ts';
import type { Log } from '../log.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { BooksOfRecord } from '../record.ts';
import { createDesk, isKept, keepFile, readKept, REJECTED } from './batch-files.ts';
import type { BatchReport } from './batch-report.ts';
import { createBatchRuns } from './batch-runs.ts';
import { createBatchTable, reported, reportOf } from './batch-table.ts';
import type { BatchRow } from './batch-table.ts';
import { createBatchWork } from './batch-work.ts';
import { choicesOf, mapOf } from './choices.ts';
import { guess } from './guess.ts';
import type { Guess } from './guess.ts';
import type { Imports } from './imports.ts';
import { inspectFile } from './inspect.ts';
import type { Inspection } from './inspect.ts';
import { knownTo } from './known.ts';
import { safeName } from './receive.ts';
import { importBatches } from './schema.ts';
import { spool } from './spool.ts';

const DAY_MS = 86_400_000;
const SWEEP_EVERY_MS = 3_600_000;
/** An upload that nobody imports. */
const UPLOAD_LASTS_MS = DAY_MS;
/** Rejected rows wait for their correction. */
const REJECTED_LASTS_MS = 30 * DAY_MS;
const ANSWER_WITHIN_MS = 1_200;
const NOTHING = { done: 0, total: 0 };

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

export type Batches = ReturnType<typeof createBatches>;

/** The import wizard: an upload, what its columns mean, a rehearsal, the import, and its undoing. docs/IMPORT.md. */
export function createBatches(
	record: BooksOfRecord,
	imports: Imports,
	{ clock, log }: { clock: Clock; log: Log }
) {
	const { database, directory, organisation } = record;
	const { db } = database;
	const desk = createDesk(database);
	const work = createBatchWork({ database, log });
	const table = createBatchTable({ database, work });
	const runs = createBatchRuns({ record, imports, table, desk, signal: work.signal, clock, log });
	const { change, row: rowOf, lastMap } = table;
	const now = () => new Date(clock());

	const metrics = () => [...directory.mirror.metrics.all()];

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
		list: table.list,
		read: table.read,

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
			let row: BatchRow | undefined;
			const begun = await work.begin(id, {
				inTurn: false,
				claim: async () => {
					row = await change(db, id, ['uploaded'], { progress: NOTHING });
					return row?.map != null;
				},
				run: () => runs.rehearsal(row!, words)
			});
			return begun ? moment(begun.done) : busy();
		},

		/** Begins the import; it goes on whoever looks. Of a batch that failed: goes on with it. */
		async run(
			id: string,
			{ actor, words }: { actor: string; words: (problem: Problem) => string }
		) {
			let row: BatchRow | undefined;
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
				run: () => runs.running(row!, words)
			});
			return begun ? moment(begun.done) : busy();
		},

		/** Begins to take back what the batch recorded. Doing so twice changes nothing more. */
		async undo(
			id: string,
			{ actor, reason }: { actor: string; reason: string }
		): Promise<Outcome<object>> {
			let row: BatchRow | undefined;
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
				run: () => runs.undoing(row!, reason)
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
