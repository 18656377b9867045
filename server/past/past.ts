import { datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { BoardState } from '../../src/lib/live/board.ts';
import type { Database } from '../database/connection.ts';
import type { Metric, Unit } from '../directory/mirror.ts';
import type { World } from '../history/history.ts';
import type { Moment, Moments } from '../history/moment.ts';
import { readLatest } from '../ledger/read.ts';
import { composeBoard } from '../live/compose.ts';
import type { TeamDays } from '../live/compose.ts';
import { LATEST, LEADERS } from '../live/composer.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Ranking } from '../rankings/keys.ts';
import { createLeaderboards } from '../rankings/leaderboards.ts';
import type { LeaderboardQuery, LeaderboardView } from '../rankings/leaderboards.ts';
import { openingOf } from '../rankings/opening.ts';
import { formerResults } from '../tracking/results.ts';
import { formerRankings } from './former-rankings.ts';

export interface PastBoardQuery {
	metric: string;
	/** Code of the unit; the company unless named. */
	unit?: string | undefined;
	/** A past position, date or instant (CHANGE-14). */
	asOf: string;
}

interface Found {
	unit: Unit;
	metric: Metric;
	moment: Moment;
	world: World;
}

/** What walls and leaderboards showed at any past moment. docs/SPEC.md, CHANGE-14. */
export function createPastBoards({ database, moments }: { database: Database; moments: Moments }) {
	async function find({ metric: code, unit, asOf }: PastBoardQuery): Promise<Outcome<Found>> {
		const then = await moments.read(asOf);
		if (!then.ok) return then;
		const { moment, world } = then;
		const { mirror } = world.directory;
		const metric = mirror.metrics.named(code);
		if (!metric) return failed(problem('metric', 'unknown-metric', code));
		const place = unit === undefined ? mirror.company() : mirror.units.named(unit);
		if (!place) return failed(problem('asOf', 'not-there-yet', asOf));
		return { ok: true, unit: place, metric, moment, world };
	}

	async function teamDaysOf({ unit, metric, moment, world }: Found, month: Period) {
		const ids = world.directory.mirror.below(unit.id, 'team').map(({ id }) => id);
		const results = formerResults(database.pool, moment.position);
		const groups = ids.map((id) => [id]);
		const days = await results.days({ kind: 'team', metricId: metric.id, groups, ...month });
		const byTeam: TeamDays = new Map(ids.map((id, i) => [id, days[i]!]));
		return byTeam;
	}

	const latestOf = ({ unit, metric, moment, world }: Found) =>
		readLatest(database, {
			metricId: metric.id,
			teamIds: world.directory.mirror.below(unit.id, 'team').map(({ id }) => id),
			limit: LATEST,
			position: moment.position
		});

	async function compose(found: Found): Promise<BoardState> {
		const { unit, metric, moment, world } = found;
		const { directory, organisation, targets } = world;
		const { today } = moment;
		const month = periodOf('month', today);
		const ranking: Ranking = {
			metricId: metric.id,
			measure: 'total',
			level: 'rep',
			scopeId: unit.id,
			...month
		};
		const subject = { kind: 'unit' as const, id: unit.id };
		const rankings = formerRankings(database, world, moment.position);
		const [ranked, sheet, dayTargets, teamDays, latest] = await Promise.all([
			rankings.read({ ranking, opening: openingOf(ranking, today), count: LEADERS }),
			targets.sheet(metric.id, month),
			targets.days(metric.id, month, subject),
			teamDaysOf(found, month),
			latestOf(found)
		]);
		const dates: readonly IsoDate[] = datesOf(month);
		return composeBoard({
			mirror: directory.mirror,
			organisation,
			unit,
			metric,
			now: moment.at,
			month,
			dates,
			today,
			shareOfToday: moment.shareOfToday,
			sheet,
			dayTargets,
			weightsOf: (of) => targets.weights(dates, of),
			teamDays,
			ranked,
			latest
		});
	}

	return {
		/** A unit's board as it was. Problems: `unknown-metric`, `not-there-yet`, `bad-value`. */
		async board(query: PastBoardQuery): Promise<Outcome<{ board: BoardState; moment: Moment }>> {
			const found = await find(query);
			if (!found.ok) return found;
			return { ok: true, board: await compose(found), moment: found.moment };
		},

		/** Any leaderboard as it was. */
		async leaderboard(
			query: LeaderboardQuery & { asOf: string }
		): Promise<Outcome<{ leaderboard: LeaderboardView }>> {
			const then = await moments.read(query.asOf);
			if (!then.ok) return then;
			const { moment, world } = then;
			const { directory, targets } = world;
			const leaderboards = createLeaderboards({
				directory,
				targets,
				// At the end of a date it is still that date.
				organisation: { ...world.organisation, today: () => moment.today },
				rankings: formerRankings(database, world, moment.position),
				clock: () => moment.at
			});
			return leaderboards.read(query);
		}
	};
}

export type PastBoards = ReturnType<typeof createPastBoards>;
