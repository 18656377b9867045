import { desc, sql } from 'drizzle-orm';
import type { Database } from '../database/connection.ts';
import type { calls, coachings, floorNotes } from './schema.ts';

/** The newest rows of each of many reps, in one query that reads no others (each table has an index by rep and time). */
export async function lastOfEach<Table extends typeof floorNotes | typeof coachings | typeof calls>(
	{ db }: Database,
	table: Table,
	repIds: readonly number[],
	limit: number
): Promise<Table['$inferSelect'][]> {
	const newest = sql`SELECT newest.id FROM unnest(${sql.param([...repIds])}::int[]) AS wanted (rep_id)
		CROSS JOIN LATERAL (
			SELECT id FROM ${table} AS own WHERE own.rep_id = wanted.rep_id ORDER BY own.at DESC LIMIT ${limit}
		) AS newest`;
	return db
		.select()
		.from(table as typeof floorNotes)
		.where(sql`${table.id} IN (${newest})`)
		.orderBy(desc(table.at));
}
