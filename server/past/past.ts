import type { OverviewBoard } from '../../src/lib/live/board.ts';
import type { Database } from '../database/connection.ts';
import type { Metric, Unit } from '../directory/mirror.ts';
import type { World } from '../history/history.ts';
import type { Moment, Moments } from '../history/moment.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { ClosedWorlds } from '../periods/closed-worlds.ts';
import { createLeaderboards } from '../rankings/leaderboards.ts';
import type { LeaderboardQuery, LeaderboardView } from '../rankings/leaderboards.ts';
import { formerBooked } from '../scenes/booked.ts';
import { headOf, sceneContext } from '../scenes/context.ts';
import { overview } from '../scenes/overview.ts';
import { formerOutlooks } from '../tracking/outlooks.ts';
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
export function createPastBoards({
	database,
	moments,
	closedWorlds
}: {
	database: Database;
	moments: Moments;
	closedWorlds: ClosedWorlds;
}) {
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

	/** By the maker of the scene that showed it. */
	async function compose({ unit, metric, moment, world }: Found): Promise<OverviewBoard> {
		const services = {
			...world,
			outlooks: formerOutlooks(world, formerResults(database.pool, moment.position), moment.today),
			rankings: formerRankings(database, world, moment.position),
			booked: formerBooked(database, world.directory.mirror, moment.position),
			// Who needed help then is nobody's to read now.
			clock: () => moment.at
		};
		const { position, today, shareOfToday } = moment;
		const at = { now: moment.at, today, shareOfToday, reached: () => {} };
		const context = sceneContext(services, { unit, metric, sources: new Map() });
		return {
			...headOf(services, { unit, metric, at, position }),
			...(await overview(context, { metric: '' }).compose(at))
		};
	}

	return {
		/** A unit's board as it was. Problems: `unknown-metric`, `not-there-yet`, `bad-value`. */
		async board(query: PastBoardQuery): Promise<Outcome<{ board: OverviewBoard; moment: Moment }>> {
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
				closed: async (period) => {
					const then = await closedWorlds.closing(period, moment);
					return then && { ...then, rankings: formerRankings(database, then, moment.position) };
				},
				clock: () => moment.at
			});
			return leaderboards.read(query);
		}
	};
}

export type PastBoards = ReturnType<typeof createPastBoards>;
