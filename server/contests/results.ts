import type { ContestResult, ContestStep } from '../../src/lib/domain/contest.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Database } from '../database/connection.ts';
import type { Mirror } from '../directory/mirror.ts';
import { pointsFor } from './rules.ts';
import type { Contest } from './rules.ts';

const DAYS = `
SELECT subject_id AS id, metric_id AS metric, day, sum(amount) AS amount, max(reached) AS reached
FROM day_totals
WHERE kind = $1 AND metric_id = ANY($2) AND day BETWEEN $3 AND $4 AND team_id = ANY($5)
GROUP BY subject_id, metric_id, day`;

const STEPS = `
SELECT CASE WHEN $1 = 'team' THEN c.team_id ELSE c.rep_id END AS id,
	e.metric_id AS metric, e.position, e.business_date AS day, sum(c.amount) AS amount, e.booked_at AS at
FROM entries e JOIN entry_credits c USING (position)
WHERE e.business_date BETWEEN $3 AND $4 AND e.metric_id = ANY($2)
	AND c.role = 'credit' AND c.team_id = ANY($5)
GROUP BY 1, 2, 3, 4, 6
ORDER BY e.position`;

/** What reps or teams of a contest's unit brought, straight from the record. */
export function createResults(database: Database, mirror: Mirror, fractionDigits: () => number) {
	const metricsOf = ({ metricId, weights }: Contest): number[] =>
		metricId !== null
			? [metricId]
			: Object.keys(weights ?? {}).flatMap((code) => mirror.metrics.named(code)?.id ?? []);

	/** In the contest's scale, but for a handicap. */
	function counted({ metricId, weights }: Contest, metric: number, amount: number): number {
		if (metricId !== null) return amount;
		const { code, kind } = mirror.metrics.get(metric)!;
		return pointsFor(amount, {
			weight: weights?.[code] ?? 0,
			isMoney: kind === 'money',
			fractionDigits: fractionDigits()
		});
	}

	const codeOf = ({ level }: Contest, id: number): string | undefined =>
		(level === 'rep' ? mirror.reps.get(id) : mirror.units.get(id))?.code;
	const valuesOf = (contest: Contest, from: IsoDate, to: IsoDate) => [
		contest.level,
		metricsOf(contest),
		from,
		to,
		mirror.below(contest.unitId, 'team').map(({ id }) => id)
	];

	return {
		async days(
			contest: Contest,
			{ from, to }: { from: IsoDate; to: IsoDate }
		): Promise<Map<string, ContestResult>> {
			const { rows } = await database.pool.query<{
				id: number;
				metric: number;
				day: IsoDate;
				amount: number;
				reached: number;
			}>(DAYS, valuesOf(contest, from, to));
			const found = new Map<string, { days: Record<IsoDate, number>; reachedAt: number }>();
			for (const { id, metric, day, amount, reached } of rows) {
				const code = codeOf(contest, id);
				if (code === undefined) continue;
				const result = found.get(code) ?? { days: {}, reachedAt: 0 };
				result.days[day] = (result.days[day] ?? 0) + counted(contest, metric, amount);
				result.reachedAt = Math.max(result.reachedAt, reached);
				found.set(code, result);
			}
			return found;
		},

		/** Entry by entry, with the instant of booking. */
		async steps(contest: Contest): Promise<(ContestStep & { at: number })[]> {
			const { rows } = await database.pool.query<{
				id: number;
				metric: number;
				position: number;
				day: IsoDate;
				amount: number;
				at: Date;
			}>(STEPS, valuesOf(contest, contest.from, contest.to));
			return rows.flatMap(({ id, metric, position, day, amount, at }) => {
				const code = codeOf(contest, id);
				return code === undefined
					? []
					: [{ code, position, day, amount: counted(contest, metric, amount), at: at.getTime() }];
			});
		}
	};
}

export type ContestResults = ReturnType<typeof createResults>;
