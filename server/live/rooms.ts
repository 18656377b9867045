import { setTimeout as delay } from 'node:timers/promises';
import { readRoom } from '../../src/lib/live/protocol.ts';
import type {
	Delta,
	LiveState,
	Place,
	Room,
	RoomKind,
	RoomSubjects,
	StateOf
} from '../../src/lib/live/protocol.ts';
import type { Clock } from '../clock.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { Feed } from '../ledger/feed.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { followClock } from '../organisation/turns.ts';
import type { Rankings } from '../rankings/rankings.ts';
import type { News } from '../scenes/scene.ts';
import { createChannel } from './channel.ts';
import type { Channel } from './channel.ts';

/** The first change of a room leaves at once; those that follow within a tick leave together (LIVE-2). */
const TICK_MS = 50;
const RETRY_MS = 1_000;
/** Without a divisor in common with any tick. */
const TURN_STEP = 37;
/** A room that nobody looks at is let go after this long. */
const UNWATCHED_MS = 600_000;

/** Reads and composes what one room shows; keeps what it has read until something touches it. */
export interface Composer<State extends LiveState> {
	/** Notes what entries touch; whether they change what the room shows, and if so whether that may wait for the room's turn. */
	note(entries: readonly BookedEntry[]): boolean | 'in turn';
	/** Hears that something which is no entry has changed; whether that changes what the room shows. */
	hear?(news: News): boolean;
	/** Everything may have changed: all of it is to be read again. */
	forget(): void;
	compose(): Promise<State>;
}

/** How the rooms of one kind are made. */
export interface RoomPlan<Kind extends RoomKind> {
	/** Undefined: there is no such room. */
	composer(of: RoomSubjects[Kind]): Composer<StateOf<Kind>> | undefined;
	/** Whether what the room is of is still there. */
	stands(of: RoomSubjects[Kind]): boolean;
	/**
	 * How long changes of a room are gathered, in milliseconds; unless said, as LIVE-2 says. Rooms of such a kind are many:
	 * what touches all of them is spread over this time, so that a board does not wait for hundreds of phones.
	 */
	tickMs?: number;
}
export type RoomPlans = { [Kind in RoomKind]: RoomPlan<Kind> };

export interface OpenRoom<Kind extends RoomKind = RoomKind> {
	room: Room<Kind>;
	channel: Channel<StateOf<Kind>>;
	place: Place;
	snapshot: StateOf<Kind>;
	/** Epoch milliseconds on the server. */
	now: number;
}

export type Opened<Kind extends RoomKind> =
	({ ok: true } & OpenRoom<Kind>) | { ok: false; reason: 'unknown-room' | 'not-ready' };

interface LiveRoom {
	room: Room;
	channel: Channel;
	/** Something changed: recompute, and send what differs. */
	touch(entries: readonly BookedEntry[]): void;
	/** Something that is no entry has changed. */
	tell(news: News): void;
	/** Everything may have changed: read all of it again. */
	refresh(): void;
	stands(): boolean;
	usedAt: number;
	close(): void;
}

export type Rooms = ReturnType<typeof createRooms>;

/** The rooms that somebody looks at, each recomputed when an entry, a change or the clock touches it. */
export function createRooms(options: {
	plans: RoomPlans;
	organisation: Organisation;
	rankings: Rankings;
	feed: Feed;
	/** Hears of entries before any room does. */
	before: (entries: readonly BookedEntry[]) => void;
	/** What may change any room: people, targets, the organisation. */
	sources: readonly { onChange(watcher: () => void): void }[];
	clock: Clock;
	log: Log;
	emit: (room: Room, delta: Delta) => void;
	isWatched: (room: Room) => boolean;
}) {
	const { plans, organisation, rankings, feed, clock, log } = options;
	const rooms = new Map<string, Promise<LiveRoom>>();
	const closing = new AbortController();

	async function createRoom<State extends LiveState>(
		room: Room,
		composer: Composer<State>,
		{ stands, tickMs = TICK_MS, turn }: { stands: () => boolean; tickMs?: number; turn: number }
	): Promise<LiveRoom> {
		const channel = createChannel<State>({
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
				log.debug({ err: error, room }, 'a room cannot be recomputed, will retry');
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
				await delay(tickMs, undefined, { signal: closing.signal, ref: false }).catch(() => {});
			}
			running = false;
		}

		const mark = () => {
			dirty = true;
			void run();
		};

		/** When it is this room's turn among the many of its kind. */
		const markInTurn = () => {
			if (turn === 0) return mark();
			const over = { signal: closing.signal, ref: false };
			delay(turn, undefined, over).then(mark, () => {});
		};

		return {
			room,
			// What a room is of decides its state; whoever opens one knows which it is.
			channel: channel as unknown as Channel,
			usedAt: clock(),
			stands,
			touch(entries) {
				const touched = composer.note(entries);
				if (touched === 'in turn') markInTurn();
				else if (touched) mark();
			},
			tell(news) {
				if (composer.hear?.(news)) markInTurn();
			},
			refresh() {
				composer.forget();
				markInTurn();
			},
			close() {
				closed = true;
			}
		};
	}

	/** Undefined: there is no such room. */
	function make(room: string): Promise<LiveRoom> | undefined {
		const of = readRoom(room);
		return of && makeOf(room as Room, of.kind, of);
	}

	function makeOf<Kind extends RoomKind>(
		room: Room,
		kind: Kind,
		of: RoomSubjects[Kind]
	): Promise<LiveRoom> | undefined {
		const plan: RoomPlan<Kind> = plans[kind];
		const composer = plan.composer(of);
		const stands = () => plan.stands(of);
		const { tickMs } = plan;
		// Any order will do, as long as neighbours in time are not neighbours in the tick.
		const turn = tickMs === undefined ? 0 : (rooms.size * TURN_STEP) % tickMs;
		return (
			composer &&
			createRoom(room, composer, { stands, turn, ...(tickMs === undefined ? {} : { tickMs }) })
		);
	}

	async function all(): Promise<LiveRoom[]> {
		const settled = await Promise.allSettled(rooms.values());
		return settled.flatMap((room) => (room.status === 'fulfilled' ? [room.value] : []));
	}

	async function refresh(isMeant: (room: Room) => boolean = () => true): Promise<void> {
		for (const room of await all()) {
			if (!isMeant(room.room)) continue;
			if (room.stands()) room.refresh();
			else letGo(room);
		}
	}

	/** What it is of was removed: the picture stays where it is, and says since when it stands still. */
	function letGo({ room, channel, close }: LiveRoom): void {
		rooms.delete(room);
		close();
		channel.update({ ...channel.state, stalledSince: clock() });
	}

	const follower = feed.follow(feed.head, async (batch) => {
		options.before(batch);
		await rankings.reached(batch.at(-1)!.position, closing.signal);
		for (const room of await all()) room.touch(batch);
	});

	for (const source of options.sources) source.onChange(() => void refresh());
	rankings.onHealth(() => void refresh());

	async function tell(news: News): Promise<void> {
		for (const room of await all()) room.tell(news);
	}

	async function sweep(): Promise<void> {
		const now = clock();
		for (const room of await all()) {
			if (options.isWatched(room.room)) room.usedAt = now;
			if (now - room.usedAt < UNWATCHED_MS) continue;
			rooms.delete(room.room);
			room.close();
		}
	}

	/** Pace moves with the clock, and the day rolls over at midnight of the organisation (TIME-8). */
	async function turn(): Promise<void> {
		await sweep();
		await refresh();
	}
	void followClock({ organisation, clock, signal: closing.signal, turn });

	return {
		/** Computed on the first look. */
		async open<Kind extends RoomKind>(room: Room<Kind>): Promise<Opened<Kind>> {
			let opening = rooms.get(room);
			if (!opening) {
				opening = make(room);
				if (!opening) return { ok: false, reason: 'unknown-room' };
				rooms.set(room, opening);
			}
			try {
				const found = await opening;
				found.usedAt = clock();
				const channel = found.channel as unknown as Channel<StateOf<Kind>>;
				const { place, state } = channel;
				return { ok: true, room, channel, place, snapshot: state, now: clock() };
			} catch (error) {
				rooms.delete(room);
				log.warn({ err: error, room }, 'a room cannot be computed');
				return { ok: false, reason: 'not-ready' };
			}
		},

		/** What some rooms show has changed by something that is no entry. */
		refresh: (isMeant?: (room: Room) => boolean): void => void refresh(isMeant),

		/** Only the rooms with something that hears of it compose anew, and only that. */
		tell: (news: News): void => void tell(news),

		async close(): Promise<void> {
			closing.abort();
			await follower.stop();
		}
	};
}
