import { sql } from 'drizzle-orm';
import type { Period } from '../../src/lib/domain/period.ts';
import type { Transaction } from '../database/connection.ts';
import type { Mirror } from '../directory/mirror.ts';
import type { TargetReader } from '../targets/sheets.ts';
import type { ClosedFigure } from './schema.ts';

type Reader = Pick<Transaction, 'execute'>;

/** How many entries each metric has in a month, between two positions of the ledger. */
export type EntryCounts = ReadonlyMap<number, number>;

export async function countEntries(
	db: Reader,
	{ from, to }: Period,
	between: { after: number; upTo: number }
): Promise<EntryCounts> {
	const { rows } = await db.execute<{ metric: number; entries: number }>(
		sql`SELECT metric_id AS metric, count(*)::int AS entries FROM entries
			WHERE business_date BETWEEN ${from} AND ${to}
				AND position > ${between.after} AND position <= ${between.upTo}
			GROUP BY metric_id`
	);
	return new Map(rows.map(({ metric, entries }) => [metric, entries]));
}

/** What the whole company has in a month, by metric; metrics without entries and without a target are left out. */
export async function readFigures(
	db: Reader,
	{ mirror, targets }: { mirror: Mirror; targets: TargetReader },
	month: Period,
	counts: readonly EntryCounts[]
): Promise<ClosedFigure[]> {
	const metrics = [...mirror.metrics.all()];
	const company = mirror.company();
	const teams = company ? mirror.below(company.id, 'team').map(({ id }) => id) : [];
	const { rows } = await db.execute<{ metric: number; value: string }>(
		sql`SELECT metric_id AS metric, sum(amount) AS value
			FROM unnest(${sql.param(metrics.map(({ id }) => id))}::int[]) AS wanted (metric)
			CROSS JOIN unnest(${sql.param(teams)}::int[]) AS team (id)
			JOIN day_totals ON kind = 'team' AND metric_id = wanted.metric AND subject_id = team.id
				AND day BETWEEN ${month.from} AND ${month.to}
			GROUP BY metric_id`
	);
	const values = new Map(rows.map(({ metric, value }) => [metric, Number(value)]));
	const figures = metrics.map(async ({ id }): Promise<ClosedFigure> => {
		const sheet = await targets.sheet(id, month);
		const target = company && sheet.of({ kind: 'unit', id: company.id });
		return {
			metricId: id,
			value: values.get(id) ?? 0,
			...(target === undefined ? {} : { target }),
			entries: counts.reduce((sum, count) => sum + (count.get(id) ?? 0), 0)
		};
	});
	return (await Promise.all(figures)).filter(
		({ entries, target }) => entries > 0 || target !== undefined
	);
}

export const entriesOf = (figures: readonly Pick<ClosedFigure, 'entries'>[]): number =>
	figures.reduce((sum, { entries }) => sum + entries, 0);
