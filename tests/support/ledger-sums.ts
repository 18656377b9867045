import type pg from 'pg';

/**
 * What a board must show, told by plain SQL straight from `entries` and `entry_credits`: no day totals, no
 * Redis, none of the server's own code.
 */
export interface LedgerSums {
	month: number;
	today: number;
	/** Per business date up to today that has entries. */
	days: Record<string, number>;
	teams: Record<string, number>;
	/** The first ten, in the order of the board. */
	leaders: { code: string; rank: number; value: number; movement?: number }[];
	leadersTotal: number;
	/** Ids, newest first. */
	latest: string[];
}

const CREDITS = `
WITH RECURSIVE below AS (
	SELECT id FROM units WHERE code = $1
	UNION ALL
	SELECT u.id FROM units u JOIN below ON u.parent_id = below.id
), credit AS (
	SELECT e.position, e.business_date AS day, c.rep_id, c.team_id, c.amount
	FROM entry_credits c
	JOIN entries e USING (position)
	JOIN metrics m ON m.id = e.metric_id AND m.code = 'sales'
	WHERE c.role = 'credit' AND c.team_id IN (SELECT id FROM below)
), month AS (
	SELECT * FROM credit
	WHERE day >= date_trunc('month', $2::date) AND day < date_trunc('month', $2::date) + interval '1 month'
)`;

const FIGURES = `${CREDITS}
SELECT
	coalesce((SELECT sum(amount) FROM month), 0)::float8 AS month,
	coalesce((SELECT sum(amount) FROM month WHERE day = $2::date), 0)::float8 AS today,
	coalesce((
		SELECT jsonb_object_agg(day, amount)
		FROM (SELECT day, sum(amount) AS amount FROM month WHERE day <= $2::date GROUP BY day) d
	), '{}') AS days,
	coalesce((
		SELECT jsonb_object_agg(code, amount)
		FROM (
			SELECT u.code, coalesce(sum(m.amount), 0) AS amount
			FROM units u LEFT JOIN month m ON m.team_id = u.id
			WHERE u.kind = 'team' AND u.id IN (SELECT id FROM below) AND u.code <> $1
			GROUP BY u.code
		) t
	), '{}') AS teams,
	coalesce((
		SELECT jsonb_agg(position::text ORDER BY position DESC)
		FROM (SELECT DISTINCT position FROM credit ORDER BY position DESC LIMIT 8) l
	), '[]') AS latest`;

/** Everybody who was in a team of the unit this month or has sold there, ranked 1224. */
const LEADERS = `${CREDITS}, everybody AS (
	SELECT rep_id FROM memberships
	WHERE team_id IN (SELECT id FROM below)
		AND since < date_trunc('month', $2::date) + interval '1 month'
		AND (until IS NULL OR until >= date_trunc('month', $2::date))
	UNION SELECT rep_id FROM month
), result AS (
	SELECT
		e.rep_id,
		coalesce(sum(m.amount), 0)::float8 AS value,
		coalesce(sum(m.amount) FILTER (WHERE m.day < $2::date), 0)::float8 AS before,
		coalesce(max(m.position) FILTER (WHERE m.amount <> 0), 0) AS reached
	FROM everybody e LEFT JOIN month m USING (rep_id)
	GROUP BY e.rep_id
), ranked AS (
	SELECT
		reps.code, value, reached,
		rank() OVER (ORDER BY value DESC)::int AS rank,
		rank() OVER (ORDER BY before DESC)::int AS opening,
		bool_or(before <> 0) OVER () AS compares,
		count(*) OVER ()::int AS total
	FROM result JOIN reps ON reps.id = result.rep_id
)
SELECT code, rank, value, total,
	CASE WHEN compares AND extract(day FROM $2::date) > 1 THEN opening - rank END AS movement
FROM ranked
ORDER BY value DESC, reached, code
LIMIT 10`;

export async function ledgerSums(
	pool: pg.Pool,
	{ unit, today }: { unit: string; today: string }
): Promise<LedgerSums> {
	const figures = await pool.query(FIGURES, [unit, today]);
	const leaders = await pool.query(LEADERS, [unit, today]);
	return {
		...figures.rows[0],
		leaders: leaders.rows.map(({ code, rank, value, movement }) => ({
			code,
			rank,
			value,
			...(movement === null ? {} : { movement })
		})),
		leadersTotal: leaders.rows[0]?.total ?? 0
	};
}
