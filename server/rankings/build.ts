import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { GENERATION_KEY, POSITION_KEY, REGISTRY_KEY, rankingName } from './keys.ts';
import type { Ranking } from './keys.ts';
import type { Measurer } from './measure.ts';
import type { RankingsRedis } from './redis.ts';

/** Subjects written by one script call: Redis serves nobody else meanwhile. */
const CHUNK = 2_000;

/**
 * Builds rankings from the record. First the ranking is registered, so that from then on the projector
 * writes to it; then the record is read in one snapshot; then every value is written unless a newer
 * position wrote it already. Whatever is committed meanwhile is in the snapshot or comes through the
 * projector, or both, and both are absolute totals: nothing is missed and nothing counts twice (RANK-3).
 * Several processes may build the same ranking at the same moment: they write the same values.
 */
export function createBuilder(options: {
	database: Database;
	redis: RankingsRedis;
	measurer: Measurer;
	clock: Clock;
}) {
	const { database, redis, measurer, clock } = options;
	const underWay = new Map<string, Promise<void>>();

	async function build(ranking: Ranking, wanted: number): Promise<void> {
		const name = rankingName(ranking);
		const { rows } = await database.pool.query<{ position: number }>(
			'SELECT position FROM ledger_head'
		);
		// A projector that starts later begins at the latest here, and so misses nothing of this ranking.
		const generation = await redis.lhbBegin(
			POSITION_KEY,
			REGISTRY_KEY,
			GENERATION_KEY,
			name,
			wanted,
			clock(),
			rows[0]!.position
		);

		const client = await database.pool.connect();
		try {
			await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
			const head = await client.query<{ position: number }>('SELECT position FROM ledger_head');
			const scored = await measurer.score(client, ranking);
			await client.query('COMMIT');
			const position = head.rows[0]!.position;
			for (let from = 0; from === 0 || from < scored.length; from += CHUNK) {
				const chunk = scored.slice(from, from + CHUNK);
				const ready = from + CHUNK >= scored.length ? 1 : 0;
				const written = await redis.lhbFill(
					name,
					generation,
					position,
					ready,
					...chunk.flatMap(({ code, score, reached }) => [code, score, reached])
				);
				// A newer build has begun, or Redis was flushed: whoever wants the ranking looks again.
				if (written === 0) return;
			}
		} catch (error) {
			await client.query('ROLLBACK').catch(() => {});
			throw error;
		} finally {
			client.release();
		}
	}

	/**
	 * Builds a ranking of at least this generation; whoever asks meanwhile waits for the same build, and
	 * looks afterwards whether it is new enough.
	 */
	return function buildOnce(ranking: Ranking, wanted: number): Promise<void> {
		const name = rankingName(ranking);
		let building = underWay.get(name);
		if (!building) {
			building = build(ranking, wanted).finally(() => underWay.delete(name));
			underWay.set(name, building);
		}
		return building;
	};
}
