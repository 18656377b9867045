import type { DayResult } from '../../src/lib/domain/race.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Database } from '../database/connection.ts';
import type { Mirror } from '../directory/mirror.ts';

/** What each rep brought to these teams, day by day: the whole race in one query. */
export async function readRace(
	{ pool }: Database,
	mirror: Mirror,
	of: { metricId: number; teamIds: readonly number[]; from: IsoDate; to: IsoDate }
): Promise<DayResult[]> {
	const { rows } = await pool.query<{
		rep: number;
		day: IsoDate;
		amount: number;
		reached: number;
	}>({
		name: 'tracking-race',
		text: `SELECT subject_id AS rep, day, sum(amount) AS amount, max(reached) AS reached
			FROM day_totals
			WHERE kind = 'rep' AND metric_id = $1 AND day BETWEEN $2 AND $3 AND team_id = ANY($4)
			GROUP BY subject_id, day`,
		values: [of.metricId, of.from, of.to, of.teamIds]
	});
	return rows.map(({ rep, day, amount, reached }) => ({
		code: mirror.reps.get(rep)!.code,
		date: day,
		amount,
		reached
	}));
}
