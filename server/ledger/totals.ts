import type pg from 'pg';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { TotalKind } from './schema.ts';

export interface Total {
	/** Minor units or pieces; for points, millionths of a point. */
	amount: number;
	/** Position of the last entry that changed it; 0 when there was none. */
	reached: number;
}

export interface TotalsOf {
	kind: TotalKind;
	/** Absent: all metrics, weighed by their points. */
	metricId: number | undefined;
	from: IsoDate;
	to: IsoDate;
	/** Only what was credited to these teams. */
	teamIds?: readonly number[] | undefined;
	/** Only these subjects. */
	subjectIds?: readonly number[] | undefined;
}

const ONE_METRIC = `
SELECT subject_id, sum(amount) AS amount, max(reached) AS reached
FROM day_totals
WHERE kind = $1 AND metric_id = $2 AND day BETWEEN $3 AND $4
	AND ($5::int[] IS NULL OR team_id = ANY($5)) AND ($6::int[] IS NULL OR subject_id = ANY($6))
GROUP BY subject_id`;

const SOME_SUBJECTS = `
SELECT subject_id, sum(amount) AS amount, max(reached) AS reached
FROM unnest($6::int[]) AS wanted (id)
JOIN day_totals ON kind = $1 AND metric_id = $2 AND subject_id = wanted.id AND day BETWEEN $3 AND $4
WHERE $5::int[] IS NULL OR team_id = ANY($5)
GROUP BY subject_id`;

const POINTS = `
SELECT subject_id, sum(amount * points_micro) AS amount, max(reached) AS reached
FROM day_totals
JOIN metrics ON metrics.id = metric_id AND points_micro > 0
WHERE day_totals.kind = $1 AND day BETWEEN $2 AND $3
	AND ($4::int[] IS NULL OR team_id = ANY($4)) AND ($5::int[] IS NULL OR subject_id = ANY($5))
GROUP BY subject_id`;

/** Absolute totals per subject over business dates, straight from the record. */
export async function readTotals(
	client: pg.Pool | pg.ClientBase,
	{ kind, metricId, from, to, teamIds, subjectIds }: TotalsOf
): Promise<Map<number, Total>> {
	const scope = [teamIds ?? null, subjectIds ?? null];
	const query =
		metricId === undefined
			? { name: 'totals-points', text: POINTS, values: [kind, from, to, ...scope] }
			: {
					name: subjectIds ? 'totals-some' : 'totals-all',
					text: subjectIds ? SOME_SUBJECTS : ONE_METRIC,
					values: [kind, metricId, from, to, ...scope]
				};
	const { rows } = await client.query<{ subject_id: number } & Total>(query);
	return new Map(rows.map((row) => [row.subject_id, { amount: row.amount, reached: row.reached }]));
}

/** Absolute totals, however they are known. */
export type TotalsReader = (
	client: pg.Pool | pg.ClientBase,
	of: TotalsOf
) => Promise<Map<number, Total>>;

/** A team's result on one business date. */
export interface TeamDay {
	teamId: number;
	day: IsoDate;
	amount: number;
}

/** Results of teams day by day. */
export async function readTeamDays(
	client: pg.Pool | pg.ClientBase,
	options: { metricId: number; teamIds: readonly number[]; from: IsoDate; to: IsoDate }
): Promise<TeamDay[]> {
	const { rows } = await client.query<TeamDay>({
		name: 'team-days',
		text: `SELECT subject_id AS "teamId", day, amount
			FROM unnest($1::int[]) AS wanted (id)
			JOIN day_totals ON kind = 'team' AND metric_id = $2 AND subject_id = wanted.id
				AND day BETWEEN $3 AND $4`,
		values: [options.teamIds, options.metricId, options.from, options.to]
	});
	return rows;
}

/** Results of one or several subjects together, per business date that has any. */
export async function readDays(
	client: pg.Pool | pg.ClientBase,
	options: {
		kind: TotalKind;
		metricId: number;
		subjectIds: readonly number[];
		from: IsoDate;
		to: IsoDate;
	}
): Promise<Map<IsoDate, number>> {
	const { rows } = await client.query<{ day: IsoDate; amount: number }>({
		name: 'subject-days',
		text: `SELECT day, sum(amount) AS amount
			FROM unnest($1::int[]) AS wanted (id)
			JOIN day_totals ON kind = $2 AND metric_id = $3 AND subject_id = wanted.id
				AND day BETWEEN $4 AND $5
			GROUP BY day`,
		values: [options.subjectIds, options.kind, options.metricId, options.from, options.to]
	});
	return new Map(rows.map((row) => [row.day, row.amount]));
}
