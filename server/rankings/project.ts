import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { startLeader } from '../database/leader.ts';
import type { Leader } from '../database/leader.ts';
import { lockIds } from '../database/locks.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { Feed, Follower } from '../ledger/feed.ts';
import { readHead } from '../ledger/read.ts';
import type { Log } from '../log.ts';
import { PROJECTED_CHANNEL, POSITION_KEY, REGISTRY_KEY, parseRankingName } from './keys.ts';
import type { Ranking } from './keys.ts';
import type { Measurer, Scored } from './measure.ts';
import type { RankingsRedis } from './redis.ts';

/** A ranking that nobody has read for this long is let go. */
const UNREAD_MS = 48 * 3_600_000;
const PRUNE_MS = 3_600_000;

/** A ranking in Redis, and the generation it is of. */
interface Kept {
	name: string;
	generation: string;
	ranking: Ranking;
}

/**
 * Keeps the rankings in Redis up with the ledger: one projector at a time in a cluster, under an advisory
 * lock. It writes absolute totals, never increments: replay is harmless (RANK-1).
 */
export function startProjector(options: {
	database: Database;
	redis: RankingsRedis;
	feed: Feed;
	measurer: Measurer;
	clock: Clock;
	log: Log;
	/** Called with every position that Redis has reached. */
	onProjected: (position: number) => void;
	/** Called when writing to Redis begins to fail, and when it works again. */
	onHealth: (healthy: boolean) => void;
}): Leader {
	const { database, redis, feed, measurer, clock, log, onProjected, onHealth } = options;
	const parsed = new Map<string, Ranking>();
	let lastPrune = 0;

	async function keptRankings(): Promise<Kept[]> {
		const answer = await redis.lhbKept(REGISTRY_KEY);
		if (parsed.size > answer.length + 100) parsed.clear();
		const kept: Kept[] = [];
		for (let i = 0; i < answer.length; i += 2) {
			const [name, generation] = [answer[i]!, answer[i + 1]!];
			let ranking = parsed.get(name);
			if (!ranking) parsed.set(name, (ranking = parseRankingName(name)));
			kept.push({ name, generation, ranking });
		}
		return kept;
	}

	async function prune(): Promise<void> {
		const now = clock();
		if (now - lastPrune < PRUNE_MS) return;
		lastPrune = now;
		await redis.lhbPrune(REGISTRY_KEY, String(now - UNREAD_MS));
	}

	/**
	 * The registry is read after the entries: a ranking that is registered later reads its snapshot later
	 * still, and finds these entries in it.
	 */
	async function apply(follower: Follower, batch: readonly BookedEntry[]): Promise<void> {
		const reached = batch.at(-1)!.position;
		const touched: (Kept & { ids: number[] })[] = [];
		for (const kept of await keptRankings()) {
			const ids = [...measurer.touchedBy(kept.ranking, batch)];
			if (ids.length > 0) touched.push({ ...kept, ids });
		}
		const scores: Scored[][] = await Promise.all(
			touched.map(({ ranking, ids }) => measurer.score(database.pool, ranking, ids))
		);
		const elsewhere = await redis.lhbApply(
			POSITION_KEY,
			follower.position,
			reached,
			PROJECTED_CHANNEL,
			...touched.flatMap(({ name, generation }, i) => [
				name,
				generation,
				scores[i]!.length,
				...scores[i]!.flatMap(({ code, score, reached: at }) => [code, score, at])
			])
		);
		if (elsewhere !== null) {
			// Redis came back with an older state, or another projector went on: continue from there.
			log.info(
				{ from: follower.position, to: Number(elsewhere) },
				'the rankings continue from elsewhere'
			);
			follower.seek(Number(elsewhere));
			return;
		}
		onProjected(reached);
		await prune();
	}

	/**
	 * Where to go on: where Redis is. One that knows nothing is at the head, for nothing is ranked yet; so
	 * is one that is ahead of the record, which was put back from a copy.
	 */
	async function positionOfRedis(): Promise<number> {
		const at = await redis.get(POSITION_KEY);
		const { position: head } = await readHead(database);
		if (at !== null && Number(at) <= head) return Number(at);
		await redis.set(POSITION_KEY, head);
		return head;
	}

	/** Projects until the lock's connection ends. */
	async function lead(lost: Promise<void>): Promise<void> {
		let failing = false;
		const start = await positionOfRedis();
		onProjected(start);
		const follower = feed.follow(start, async (batch) => {
			try {
				await apply(follower, batch);
				if (failing) onHealth(true);
				failing = false;
			} catch (error) {
				if (!failing) log.warn({ err: error }, 'the rankings cannot follow the ledger, will retry');
				failing = true;
				onHealth(false);
				throw error;
			}
		});
		/** A Redis that was away may have come back with an older state (RANK-6). */
		const goOn = () => {
			positionOfRedis().then(
				(at) => at !== follower.position && follower.seek(at),
				(error: unknown) => log.debug({ err: error }, 'Redis went away again')
			);
		};
		redis.on('ready', goOn);
		await lost;
		redis.off('ready', goOn);
		await follower.stop();
	}

	return startLeader({
		database,
		lockId: lockIds.projector,
		log,
		// Without Redis there is nothing to keep up: whoever reaches one may have the turn.
		lead: async (lost) => {
			if (redis.status === 'ready') await lead(lost);
		}
	});
}
