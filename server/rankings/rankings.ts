import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Feed } from '../ledger/feed.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Targets } from '../targets/targets.ts';
import { createBuilder } from './build.ts';
import {
	GENERATION_KEY,
	POSITION_KEY,
	PROJECTED_CHANNEL,
	REGISTRY_KEY,
	rankingName
} from './keys.ts';
import type { Ranking } from './keys.ts';
import { createMeasurer } from './measure.ts';
import { startProjector } from './project.ts';
import { connectRedis } from './redis.ts';

/** How often a reading is noted in the registry. */
const NOTE_MS = 60_000;
const COLD_ATTEMPTS = 6;
const POLL_MS = 1_000;

export interface RankedSubject {
	code: string;
	rank: number;
	/** The measure's value; absent where it does not apply. */
	value?: number;
	/** The rank in the opening ranking, if that was asked for. */
	openingRank?: number;
}

export interface Ranked {
	/** The ledger position that the standings have reached at least. */
	position: number;
	/** How many subjects are ranked in all. */
	size: number;
	subjects: RankedSubject[];
}

export interface ReadRanking {
	ranking: Ranking;
	/** What movement compares with. */
	opening?: Ranking | undefined;
	first?: number;
	count: number;
	/** Centre on this subject instead. */
	around?: string | undefined;
}

export type Rankings = Awaited<ReturnType<typeof createRankings>>;

/** The leaderboards: sorted sets in Redis, built on the first reading and kept up by the projector. */
export async function createRankings(options: {
	redisTarget: string;
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	feed: Feed;
	clock: Clock;
	log: Log;
}) {
	const { redisTarget, database, directory, organisation, targets, feed, clock, log } = options;
	const redis = connectRedis(redisTarget, log);
	// Without Redis the boards wait, and sales are recorded all the same (BOOT-4).
	await redis.connect().catch(() => {});
	const subscriber = connectRedis(redisTarget, log);
	const measurer = createMeasurer({ directory, targets, organisation });
	const build = createBuilder({ database, redis, measurer, clock });
	const noted = new Map<string, number>();
	let projected = Number((await redis.get(POSITION_KEY).catch(() => null)) ?? 0);
	let unwellSince = redis.status === 'ready' ? undefined : clock();
	/** Whether Redis is still to be told of a change; at the start, of any that nobody could tell it of. */
	let changed = true;
	const waiting = new Set<() => void>();
	const healthWatchers = new Set<() => void>();

	function reach(position: number): void {
		projected = position;
		for (const look of waiting) look();
	}

	function setHealth(healthy: boolean): void {
		if (healthy === (unwellSince === undefined)) return;
		unwellSince = healthy ? undefined : clock();
		for (const watcher of healthWatchers) watcher();
	}

	redis.on('close', () => setHealth(false));
	redis.on('ready', () => {
		// Who knows what it came back with, and what it was not told meanwhile.
		forget();
		setHealth(true);
	});
	subscriber.on('ready', () => {
		subscriber.subscribe(PROJECTED_CHANNEL).catch(() => {});
	});
	subscriber.on('message', (_channel, position) => reach(Number(position)));
	await subscriber.connect().catch(() => {});

	const projector = startProjector({
		database,
		redis,
		feed,
		measurer,
		clock,
		log,
		onProjected: reach,
		onHealth: setHealth
	});

	/** Whatever is sent to Redis behind this sees the new generation. */
	async function tellChange(): Promise<void> {
		if (!changed) return;
		changed = false;
		try {
			await redis.incr(GENERATION_KEY);
		} catch (error) {
			changed = true;
			throw error;
		}
	}

	function forget(): void {
		changed = true;
		tellChange().catch((error: unknown) =>
			log.debug({ err: error }, 'the rankings are forgotten when Redis is back')
		);
	}

	async function note(name: string): Promise<void> {
		const now = clock();
		if (now - (noted.get(name) ?? 0) < NOTE_MS) return;
		if (noted.size > 10_000) noted.clear();
		noted.set(name, now);
		await redis.zadd(REGISTRY_KEY, 'XX', now, name);
	}

	type Row = [code: string, rank: number, score: string, before: number | ''];

	function toSubject([code, rank, score, before]: Row, points: boolean): RankedSubject {
		const value = 0 - Number(score);
		return {
			code,
			rank,
			...(Number.isFinite(value) ? { value: points ? value / 1e6 : value } : {}),
			...(before === '' ? {} : { openingRank: before })
		};
	}

	return {
		/** Whether the rankings follow the ledger; the instant since when they do not. */
		get unwellSince() {
			return unwellSince;
		},
		get projected() {
			return projected;
		},

		/** Resolves once Redis has reached a position. */
		async reached(position: number, signal?: AbortSignal): Promise<void> {
			while (projected < position && !signal?.aborted) {
				await new Promise<void>((resolve) => {
					const done = () => {
						clearTimeout(timer);
						waiting.delete(done);
						resolve();
					};
					// The announcement may have been lost: ask.
					const timer = setTimeout(() => {
						redis.get(POSITION_KEY).then(
							(at) => {
								if (at !== null && Number(at) > projected) projected = Number(at);
								done();
							},
							() => done()
						);
					}, POLL_MS);
					timer.unref();
					waiting.add(done);
					signal?.addEventListener('abort', done, { once: true });
				});
			}
		},

		/** Standings; throws while Redis is away. A ranking that is not there is built first. */
		async read({ ranking, opening, first = 0, count, around }: ReadRanking): Promise<Ranked> {
			const name = rankingName(ranking);
			const openingName = opening ? rankingName(opening) : '';
			// What changes while it is built is for the next reading: this one would never end.
			let generation: number | '' = '';
			await tellChange();
			for (let i = 0; i < COLD_ATTEMPTS; i++) {
				const answer = (await redis.lhbRead(
					POSITION_KEY,
					GENERATION_KEY,
					name,
					openingName,
					first,
					count,
					around ?? '',
					generation,
					ranking.measure === 'gap' || ranking.measure === 'growth' ? 1 : 0
				)) as ['cold', string, number] | [string, number, Row[]];
				if (answer[0] === 'cold') {
					const [, cold, wanted] = answer as ['cold', string, number];
					generation = wanted;
					await build(cold === name ? ranking : opening!, wanted);
					continue;
				}
				const [position, size, rows] = answer as [string, number, Row[]];
				await note(name);
				if (opening) await note(openingName);
				return {
					position: Number(position),
					size,
					subjects: rows.map((row) => toSubject(row, ranking.measure === 'points'))
				};
			}
			throw new Error(`${name} does not stay in Redis`);
		},

		/**
		 * After a change that moves every value at once: targets, people, calendar. Every ranking is built
		 * anew before it is read again (RANK-5).
		 */
		forget,

		onHealth(watcher: () => void): void {
			healthWatchers.add(watcher);
		},

		/** Milliseconds that Redis took to answer. Throws when it does not. */
		async ping(): Promise<number> {
			const start = performance.now();
			await redis.ping();
			return performance.now() - start;
		},

		async close(): Promise<void> {
			await projector.stop();
			subscriber.disconnect();
			redis.disconnect();
		}
	};
}
