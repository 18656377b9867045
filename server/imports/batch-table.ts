import { and, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { ImportMap } from '../../src/lib/forms/import-map.ts';
import type { ListPage } from '../../src/lib/list-query.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { problem } from '../problems.ts';
import { REJECTED } from './batch-files.ts';
import type { BatchReport } from './batch-report.ts';
import type { BatchWork } from './batch-work.ts';
import { importBatches } from './schema.ts';
import type { BatchState } from './schema.ts';

const REMEMBERED_MAPS = 50;

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

export type BatchRow = typeof importBatches.$inferSelect;
type WithFiles = BatchRow & { rejected: boolean; file: boolean };

/** Whether a batch still has its own file, and its rejected rows. */
const FILES = {
	rejected: sql<boolean>`EXISTS (SELECT FROM import_files f
		WHERE f.batch = ${importBatches.id} AND f.part = 0 AND f.name = ${REJECTED})`,
	file: sql<boolean>`EXISTS (SELECT FROM import_files f
		WHERE f.batch = ${importBatches.id} AND f.part = 0 AND f.name <> ${REJECTED})`
};

export const reportOf = (row: Pick<BatchRow, 'report'>) => row.report as BatchReport;

/** Adds to the report, whatever else stands there. */
export const reported = (part: Partial<BatchReport>) =>
	sql`coalesce(${importBatches.report}, '{}') || ${JSON.stringify(part)}::jsonb`;

export type BatchTable = ReturnType<typeof createBatchTable>;

/** The table of batches: what state each is in, and how it may change. */
export function createBatchTable({ database, work }: { database: Database; work: BatchWork }) {
	const { db } = database;

	/** Changes a batch that is in one of these states; undefined when it is not. */
	async function change(
		tx: Transaction | typeof db,
		id: string,
		from: readonly BatchState[],
		to: Partial<BatchRow>
	): Promise<BatchRow | undefined> {
		const [row] = await tx
			.update(importBatches)
			.set(to)
			.where(and(eq(importBatches.id, id), inArray(importBatches.state, [...from])))
			.returning();
		return row;
	}

	/** A batch that says it is worked on while nobody works on it: the process died (IMPORT-22). */
	async function unstick<R extends BatchRow>(row: R): Promise<R> {
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

	async function list(page: { page: number; size: number }): Promise<ListPage<Batch>> {
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

	return {
		change,
		list,
		row: rowOf,
		async read(id: string): Promise<Batch | undefined> {
			const row = await rowOf(id);
			return row && view(row);
		},
		lastMap
	};
}
