import { asc } from 'drizzle-orm';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Metric } from '../directory/mirror.ts';
import { boards } from './schema.ts';

/** A kind of wall: a name, and the metric that it shows. Shown for any unit. */
export interface BoardPlan {
	code: string;
	name: string;
	metric: Metric;
}

export type BoardPlans = Awaited<ReturnType<typeof readBoardPlans>>;

/** The boards there are, read once: so far nothing adds to those that every installation has. */
export async function readBoardPlans(database: Database, { mirror }: Directory) {
	const rows = await database.db.select().from(boards).orderBy(asc(boards.code));
	const known = new Map(rows.map((row) => [row.code, row]));

	function named(code: string): BoardPlan | undefined {
		const row = known.get(code);
		const metric = row && mirror.metrics.get(row.metricId);
		return metric && { code, name: row.name, metric };
	}

	return {
		named,
		all: (): BoardPlan[] => rows.flatMap(({ code }) => named(code) ?? []),
		/** Codes of the boards on which a metric shows. */
		showing: (metricId: number): string[] =>
			rows.filter((row) => row.metricId === metricId).map(({ code }) => code)
	};
}
