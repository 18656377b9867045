import { datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { raceOf } from '../../src/lib/domain/race.ts';
import type { DayResult } from '../../src/lib/domain/race.ts';
import type { Database } from '../database/connection.ts';
import type { Metric, Mirror } from '../directory/mirror.ts';
import type { World } from '../history/history.ts';
import type { Moment } from '../history/moment.ts';
import { targetOf } from './subjects.ts';
import type { Tracked } from './subjects.ts';
import { metricOf, nameOf } from './view.ts';
import type { RaceView } from './view.ts';

const TOP = 10;

const PRESENT = `
SELECT subject_id AS rep, day, sum(amount) AS amount, max(reached) AS reached
FROM day_totals
WHERE kind = 'rep' AND metric_id = $1 AND day BETWEEN $2 AND $3 AND team_id = ANY($4)
GROUP BY subject_id, day`;

const FORMER = `
SELECT c.rep_id AS rep, e.business_date AS day, sum(c.amount) AS amount, max(e.position) AS reached
FROM entries e JOIN entry_credits c ON c.position = e.position AND c.role = 'credit'
WHERE e.metric_id = $1 AND e.business_date BETWEEN $2 AND $3 AND c.team_id = ANY($4) AND e.position <= $5
GROUP BY c.rep_id, e.business_date`;

/** What each rep brought to these teams, day by day: the whole race in one query. */
async function readResults(
	{ pool }: Database,
	mirror: Mirror,
	of: {
		metricId: number;
		teamIds: readonly number[];
		from: IsoDate;
		to: IsoDate;
		moment: Pick<Moment, 'past' | 'position'>;
	}
): Promise<DayResult[]> {
	const { past, position } = of.moment;
	const values = [of.metricId, of.from, of.to, of.teamIds];
	const { rows } = await pool.query<{
		rep: number;
		day: IsoDate;
		amount: number;
		reached: number;
	}>(
		past
			? { name: 'tracking-former-race', text: FORMER, values: [...values, position] }
			: { name: 'tracking-race', text: PRESENT, values }
	);
	return rows.map(({ rep, day, amount, reached }) => ({
		code: mirror.reps.get(rep)!.code,
		date: day,
		amount,
		reached
	}));
}

/** The share of the month's weight that has passed at the end of each day. */
function timeProgressOf(weights: readonly number[]): number[] {
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	let elapsed = 0;
	return weights.map((weight) => {
		elapsed += weight;
		return total > 0 ? elapsed / total : 0;
	});
}

/** The month as a race of the unit's reps, up to the day of the moment. */
export async function readRace(
	database: Database,
	{ directory: { mirror }, targets }: World,
	of: { metric: Metric; unit: Tracked; month: IsoDate; moment: Moment }
): Promise<RaceView> {
	const { metric, unit, moment } = of;
	const { today } = moment;
	const month = periodOf('month', of.month);
	const dates = datesOf(month);
	const teamIds = unit.source.ids;
	const [results, sheet] = await Promise.all([
		readResults(database, mirror, { metricId: metric.id, teamIds, moment, ...month }),
		targets.sheet(metric.id, month)
	]);
	const everybody = mirror.repsIn(new Set(teamIds), month.from, month.to);
	const field = new Set([...everybody, ...results].map(({ code }) => code));
	const days = raceOf({
		dates: dates.filter((date) => date <= today),
		codes: [...field],
		results,
		top: TOP
	});

	function describe(code: string): [string, RaceView['names'][string]] {
		const rep = mirror.reps.named(code)!;
		const team = mirror.teamOn(rep.id, today) ?? mirror.membershipsOf(rep.id).at(-1)?.teamId;
		const own = sheet.of({ kind: 'rep', id: rep.id });
		return [
			code,
			{
				name: rep.name,
				...(team === undefined ? {} : { team: mirror.units.get(team)!.name }),
				...(own === undefined ? {} : { target: own })
			}
		];
	}
	const named = new Set(days.flatMap(({ rows }) => rows.map(({ code }) => code)));
	const target = sheet.of(targetOf(unit));
	return {
		at: moment.at,
		past: moment.past,
		month: { from: month.from, to: month.to },
		today,
		metric: metricOf(metric),
		unit: nameOf(unit),
		...(target === undefined ? {} : { target }),
		days,
		timeProgress: timeProgressOf(targets.weights(month, targetOf(unit))),
		names: Object.fromEntries([...named].map(describe)),
		field: field.size
	};
}
