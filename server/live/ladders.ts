import { setTimeout as delay } from 'node:timers/promises';
import { rankingName } from '../rankings/keys.ts';
import type { Ranking } from '../rankings/keys.ts';
import { openingOf } from '../rankings/opening.ts';
import type { Ranked, Rankings } from '../rankings/rankings.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';

/** A whole leaderboard, and where each code stands in it. */
export interface Ladder extends Ranked {
	indexOf(code: string): number | undefined;
}

interface Known {
	/** The ledger position of the rankings, and the change of people and targets, when the reading began. */
	projected: number;
	version: number;
	reading: Promise<Ladder>;
	/** What the reading took, and when it began; milliseconds. */
	took: number;
	beganAt: number;
	/** The reading that begins when this one has rested. */
	next?: Promise<Ladder>;
}

/** More than anybody's company has; a leaderboard is read whole. */
const EVERYBODY = 1_000_000;
const REST_MS = 50;
/** A long leaderboard rests longer: reading takes at most a tenth of the time. */
const REST_TIMES = 10;
const KEPT = 500;

export type Ladders = ReturnType<typeof createLadders>;

/**
 * Whole leaderboards, shared by whoever looks at some place in one. Five hundred open phones look at the same few, and a
 * sale touches all of them: one reading serves them all, instead of two each.
 */
export function createLadders(options: {
	rankings: Rankings;
	/** What changes people and targets. */
	sources: readonly { onChange(watcher: () => void): void }[];
}) {
	const { rankings, sources } = options;
	const known = new Map<string, Known>();
	let version = 0;
	const changed = () => void version++;
	for (const source of sources) source.onChange(changed);
	rankings.onHealth(changed);

	async function read(ranking: Ranking, today: IsoDate): Promise<Ladder> {
		const ranked = await rankings.read({
			ranking,
			opening: openingOf(ranking, today),
			count: EVERYBODY
		});
		const places = new Map(ranked.subjects.map(({ code }, i) => [code, i]));
		return { ...ranked, indexOf: (code) => places.get(code) };
	}

	function begin(name: string, ranking: Ranking, today: IsoDate): Promise<Ladder> {
		const beganAt = performance.now();
		const reading = read(ranking, today);
		const entry: Known = { projected: rankings.projected, version, reading, took: 0, beganAt };
		if (known.size >= KEPT) known.delete(known.keys().next().value!);
		known.set(name, entry);
		reading.then(
			() => (entry.took = performance.now() - beganAt),
			() => known.get(name) === entry && known.delete(name)
		);
		return reading;
	}

	return {
		/** As it is when asked for, or a moment later. Throws while Redis is away. */
		read(ranking: Ranking, today: IsoDate): Promise<Ladder> {
			const name = `${rankingName(ranking)} ${today}`;
			const last = known.get(name);
			if (!last) return begin(name, ranking, today);
			if (last.projected === rankings.projected && last.version === version) return last.reading;
			if (last.next) return last.next;
			const rest = Math.max(REST_MS, REST_TIMES * last.took) - (performance.now() - last.beganAt);
			last.next = delay(Math.max(0, rest), undefined, { ref: false }).then(() =>
				begin(name, ranking, today)
			);
			return last.next;
		}
	};
}
