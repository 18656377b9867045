import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { POSITION_KEY, REGISTRY_KEY, rankingName } from './keys.ts';
import type { Ranking } from './keys.ts';
import type { Measurer } from './measure.ts';
import type { RankingsRedis } from './redis.ts';

/** Subjects written by one script call: Redis serves nobody else meanwhile. */
const CHUNK = 2_000;
const ATTEMPTS = 5;

/**
 * Builds rankings from the record. First the ranking is registered, so that from then on the projector
 * writes to it; then the record is read in one snapshot; then every value is written unless a newer
 * position wrote it already. Whatever is committed meanwhile is in the snapshot or comes through the
 * projector, or both, and both are absolute totals: nothing is missed and nothing counts twice (RANK-3).
 */
export function createBuilder(options: {
	database: Database;
	redis: RankingsRedis;
	measurer: Measurer;
	clock: Clock;
}) {
	const { database, redis, measurer, clock } = options;
	const underWay = new Map<string, Promise<void>>();

	async function attempt(ranking: Ranking): Promise<boolean> {
		const name = rankingName(ranking);
		const token = randomUUID();
		const { rows } = await database.pool.query<{ position: number }>(
			'SELECT position FROM ledger_head'
		);
		// A projector that starts later begins at the latest here, and so misses nothing of this ranking.
		await redis.lhbBegin(POSITION_KEY, REGISTRY_KEY, name, token, clock(), rows[0]!.position);

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
					token,
					position,
					ready,
					...chunk.flatMap(({ code, score, reached }) => [code, score, reached])
				);
				if (written === 0) return false;
			}
			return true;
		} catch (error) {
			await client.query('ROLLBACK').catch(() => {});
			throw error;
		} finally {
			client.release();
		}
	}

	async function build(ranking: Ranking): Promise<void> {
		for (let i = 0; i < ATTEMPTS; i++) if (await attempt(ranking)) return;
		throw new Error(`${rankingName(ranking)} was forgotten ${ATTEMPTS} times while it was built`);
	}

	/** Builds a ranking; whoever asks meanwhile waits for the same build. */
	return function buildOnce(ranking: Ranking): Promise<void> {
		const name = rankingName(ranking);
		let building = underWay.get(name);
		if (!building) {
			building = build(ranking).finally(() => underWay.delete(name));
			underWay.set(name, building);
		}
		return building;
	};
}
