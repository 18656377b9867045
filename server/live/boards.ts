import { setTimeout as delay } from 'node:timers/promises';
import type { BoardState } from '../../src/lib/live/board.ts';
import { boardRoom, MAIN_BOARD } from '../../src/lib/live/protocol.ts';
import type { Delta, Place, Room } from '../../src/lib/live/protocol.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { BoardPlan, BoardPlans } from '../displays/boards.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { Feed } from '../ledger/feed.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Rankings } from '../rankings/rankings.ts';
import type { Targets } from '../targets/targets.ts';
import { createChannel } from './channel.ts';
import type { Channel } from './channel.ts';
import { createComposer } from './composer.ts';

/** The first change of a room leaves at once; those that follow within a tick leave together (LIVE-2). */
const TICK_MS = 50;
const RETRY_MS = 1_000;
/** A board that nobody looks at is let go after this long. */
const UNWATCHED_MS = 600_000;
const MINUTE_MS = 60_000;

export interface OpenBoard {
	room: Room;
	place: Place;
	snapshot: BoardState;
	/** Epoch milliseconds on the server. */
	now: number;
}

export type BoardRefusal = 'unknown-unit' | 'unknown-board' | 'no-company' | 'not-ready';

interface Board {
	room: Room;
	unitCode: string;
	channel: Channel;
	/** Something changed: recompute, and send what differs. */
	touch(entries: readonly BookedEntry[]): void;
	/** Everything may have changed: read all of it again. */
	refresh(): void;
	usedAt: number;
	close(): void;
}

export type Boards = ReturnType<typeof createBoards>;

/** The boards that somebody looks at, each recomputed when an entry, a target, a person or the clock touches it. */
export function createBoards(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	rankings: Rankings;
	feed: Feed;
	plans: BoardPlans;
	clock: Clock;
	log: Log;
	emit: (room: Room, delta: Delta) => void;
	isWatched: (room: Room) => boolean;
}) {
	const { directory, organisation, targets, rankings, feed, plans, clock, log } = options;
	const { mirror } = directory;
	const boards = new Map<Room, Promise<Board>>();
	const closing = new AbortController();

	async function createBoard(unitCode: string, { code, metric }: BoardPlan): Promise<Board> {
		const room = boardRoom(unitCode, code);
		const composer = createComposer({ ...options, unitCode, metricId: metric.id });
		const channel = createChannel({
			state: await composer.compose(),
			emit: (delta) => options.emit(room, delta)
		});
		let closed = false;
		let running = false;
		let dirty = false;

		async function recompute(): Promise<void> {
			try {
				const next = await composer.compose();
				if (!closed) channel.update(next);
			} catch (error) {
				// The last figures stay, and say since when they stand still (LIVE-8).
				const since = channel.state.stalledSince ?? rankings.unwellSince ?? clock();
				log.debug({ err: error, room }, 'a board cannot be recomputed, will retry');
				if (!closed) channel.update({ ...channel.state, stalledSince: since });
				dirty = true;
				await delay(RETRY_MS, undefined, { signal: closing.signal, ref: false }).catch(() => {});
			}
		}

		async function run(): Promise<void> {
			if (running) return;
			running = true;
			while (dirty && !closed && !closing.signal.aborted) {
				dirty = false;
				await recompute();
				await delay(TICK_MS, undefined, { signal: closing.signal, ref: false }).catch(() => {});
			}
			running = false;
		}

		const mark = () => {
			dirty = true;
			void run();
		};

		return {
			room,
			unitCode,
			channel,
			usedAt: clock(),
			touch(entries) {
				if (composer.note(entries)) mark();
			},
			refresh() {
				composer.forget();
				mark();
			},
			close() {
				closed = true;
			}
		};
	}

	async function all(): Promise<Board[]> {
		const settled = await Promise.allSettled(boards.values());
		return settled.flatMap((board) => (board.status === 'fulfilled' ? [board.value] : []));
	}

	async function refresh(): Promise<void> {
		for (const board of await all()) {
			if (mirror.units.named(board.unitCode)) board.refresh();
			else letGo(board);
		}
	}

	/** Its unit was removed: the picture stays where it is, and says since when it stands still. */
	function letGo({ room, channel, close }: Board): void {
		boards.delete(room);
		close();
		channel.update({ ...channel.state, stalledSince: clock() });
	}

	const follower = feed.follow(feed.head, async (batch) => {
		await rankings.reached(batch.at(-1)!.position, closing.signal);
		for (const board of await all()) board.touch(batch);
	});

	/** A unit or a metric may have been renamed, a team moved: all figures are read again. */
	for (const source of [directory, targets, organisation]) source.onChange(() => void refresh());
	rankings.onHealth(() => void refresh());

	async function sweep(): Promise<void> {
		const now = clock();
		for (const board of await all()) {
			if (options.isWatched(board.room)) board.usedAt = now;
			if (now - board.usedAt < UNWATCHED_MS) continue;
			boards.delete(board.room);
			board.close();
		}
	}

	/** Pace moves with the clock, and the day rolls over at midnight of the organisation (TIME-8). */
	async function followClock(): Promise<void> {
		while (!closing.signal.aborted) {
			const now = clock();
			const minute = MINUTE_MS - (now % MINUTE_MS);
			const midnight = organisation.clock.endOf(organisation.today()) - now;
			await delay(Math.max(1, Math.min(minute, midnight)), undefined, {
				signal: closing.signal,
				ref: false
			}).catch(() => {});
			if (closing.signal.aborted) return;
			await sweep();
			await refresh();
		}
	}
	void followClock();

	return {
		/** The boards to choose from. */
		list: () => plans.all(),

		/** A board of a unit, the main one of the company unless named; computed on the first look. */
		async open(
			unitCode?: string,
			boardCode: string = MAIN_BOARD
		): Promise<
			({ ok: true } & OpenBoard & { channel: Channel }) | { ok: false; reason: BoardRefusal }
		> {
			const unit = unitCode === undefined ? mirror.company() : mirror.units.named(unitCode);
			if (!unit)
				return { ok: false, reason: unitCode === undefined ? 'no-company' : 'unknown-unit' };
			const plan = plans.named(boardCode);
			if (!plan) return { ok: false, reason: 'unknown-board' };
			const room = boardRoom(unit.code, plan.code);
			let opening = boards.get(room);
			if (!opening) {
				opening = createBoard(unit.code, plan);
				boards.set(room, opening);
			}
			try {
				const board = await opening;
				board.usedAt = clock();
				const { channel } = board;
				return {
					ok: true,
					room,
					channel,
					place: channel.place,
					snapshot: channel.state,
					now: clock()
				};
			} catch (error) {
				boards.delete(room);
				log.warn({ err: error, room }, 'a board cannot be computed');
				return { ok: false, reason: 'not-ready' };
			}
		},

		/** The rooms in which an entry of a metric, credited to a team, shows. */
		roomsOf(teamId: number, metricId: number): Room[] {
			const line = mirror.lineOf(teamId);
			return plans
				.showing(metricId)
				.flatMap((board) => line.map((unit) => boardRoom(unit.code, board)));
		},

		async close(): Promise<void> {
			closing.abort();
			await follower.stop();
		}
	};
}
