import type pg from 'pg';
import type { IsoDate } from '../../src/lib/domain/period.ts';

const HOURS = `
SELECT extract(hour FROM e.occurred_at AT TIME ZONE $4)::int AS hour, sum(c.amount) AS amount,
	max(e.position) AS position
FROM entries e JOIN entry_credits c USING (position)
WHERE e.metric_id = $1 AND e.business_date = $3 AND e.position <= $5
	AND c.role = 'credit' AND c.team_id = ANY($2)
GROUP BY 1`;

/** What was credited to teams on a business date, by the hour in which it happened there; and the last position of it. */
export async function readHours(
	client: pg.Pool | pg.ClientBase,
	of: {
		metricId: number;
		teamIds: readonly number[];
		day: IsoDate;
		timeZone: string;
		position?: number;
	}
): Promise<{ amounts: Record<number, number>; position: number }> {
	const { rows } = await client.query<{ hour: number; amount: number; position: number }>({
		name: 'hours-of-day',
		text: HOURS,
		values: [of.metricId, of.teamIds, of.day, of.timeZone, of.position ?? Number.MAX_SAFE_INTEGER]
	});
	return {
		amounts: Object.fromEntries(rows.map(({ hour, amount }) => [hour, amount])),
		position: Math.max(0, ...rows.map(({ position }) => position))
	};
}
