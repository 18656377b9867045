import { rank } from '../../src/lib/domain/standing.ts';
import type { Standing } from '../../src/lib/domain/standing.ts';
import type { Database } from '../database/connection.ts';
import type { World } from '../history/history.ts';
import { formerTotals } from '../ledger/former-totals.ts';
import { readTotals as presentTotals } from '../ledger/totals.ts';
import type { TotalsReader } from '../ledger/totals.ts';
import type { Ranking } from '../rankings/keys.ts';
import { createMeasurer } from '../rankings/measure.ts';
import type { Ranked, Rankings, ReadRanking } from '../rankings/rankings.ts';

/** The standings of a ranking in its order, and whether there is anything to compare with (STAND-7). */
interface Field {
	standings: Standing[];
	compares: boolean;
}

/**
 * Leaderboards after a past position of the ledger, in the world of that moment: the same scores as Redis keeps, from
 * the entries themselves and ranked by the rules of STAND-*.
 */
export function formerRankings(
	database: Database,
	world: World,
	position: number,
	readTotals: TotalsReader = formerTotals(world.directory.mirror, position)
): Pick<Rankings, 'read' | 'unwellSince'> {
	const measurer = createMeasurer({ ...world, readTotals });

	async function fieldOf(ranking: Ranking): Promise<Field> {
		const scored = await measurer.score(database.pool, ranking);
		const standings = rank(
			scored.map(({ code, score, reached }) => ({
				code,
				...(score === '+inf' ? {} : { value: 0 - Number(score) }),
				reachedAt: Number(reached)
			}))
		);
		const bySales = ranking.measure === 'gap' || ranking.measure === 'growth';
		return {
			standings,
			compares: standings.some(({ value, reachedAt }) =>
				bySales ? reachedAt > 0 : value !== undefined && value !== 0
			)
		};
	}

	async function read({
		ranking,
		opening,
		first = 0,
		count,
		around
	}: ReadRanking): Promise<Ranked> {
		const [{ standings }, before] = await Promise.all([
			fieldOf(ranking),
			opening && fieldOf(opening)
		]);
		const openingRanks = new Map(
			before?.compares ? before.standings.map(({ code, rank }) => [code, rank]) : []
		);
		const size = standings.length;
		const centre = standings.findIndex(({ code }) => code === around);
		if (around !== undefined && centre < 0) return { position, size, subjects: [] };
		const from =
			around === undefined
				? first
				: Math.max(0, Math.min(centre - Math.floor(count / 2), size - count));
		const divisor = ranking.measure === 'points' ? 1e6 : 1;
		return {
			position,
			size,
			subjects: standings.slice(from, from + count).map(({ code, rank, value }) => {
				const openingRank = openingRanks.get(code);
				return {
					code,
					rank,
					...(value === undefined ? {} : { value: value / divisor }),
					...(openingRank === undefined ? {} : { openingRank })
				};
			})
		};
	}

	return { unwellSince: undefined, read };
}

/**
 * Leaderboards of a closed period as of now, in the world of its closing (PERIOD-6). It takes no entries any more: the
 * totals that are kept by day say the same as the entries, and quicker; but for points, which weigh by what a metric
 * was worth then.
 */
export function closedRankings(
	database: Database,
	world: World,
	position: number
): Pick<Rankings, 'read'> {
	const byPoints = formerTotals(world.directory.mirror, position);
	return formerRankings(database, world, position, (client, of) =>
		of.metricId === undefined ? byPoints(client, of) : presentTotals(client, of)
	);
}
