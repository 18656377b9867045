/**
 * The live protocol: what the server pushes to a screen and what a screen may ask. docs/SPEC.md, LIVE-*.
 *
 * A room has one state. It changes only by deltas, numbered without gaps inside one epoch. A screen that holds
 * {epoch, seq} applies seq + 1 and nothing else; otherwise it asks to resume.
 */
import type { AwakeHours } from '../domain/awake.ts';
import type { CelebrationReason, CheerKind, Meaning } from '../domain/celebration.ts';
import type { BoardState } from './board.ts';
import type { CardState, FloorState } from './floor.ts';
import type { MeState } from './me.ts';

/** What the rooms of each kind show. */
export interface RoomStates {
	board: BoardState;
	me: MeState;
	floor: FloorState;
	card: CardState;
}
export type RoomKind = keyof RoomStates;

/**
 * `<kind>:<name>`. A board's is `board:<board code>/<unit code>`, a rep's own `me:<rep code>`, that of whoever leads a unit
 * `floor:<unit code>`, and of a rep as they see them `card:<rep code>`; no code holds a slash.
 */
export type Room<Kind extends RoomKind = RoomKind> = `${Kind}:${string}`;
export type StateOf<Kind extends RoomKind> = RoomStates[Kind];
/** What every room's state says of itself. */
export interface LiveState {
	/** The last ledger entry counted in, and when the server looked (epoch milliseconds). */
	asOf: { position: number; at: number };
	/** Since when the figures stand still; absent while they follow the ledger. */
	stalledSince?: number;
}

/** Where a screen stands in a room. `epoch` changes when the server forgets the room's history. */
export interface Place {
	epoch: string;
	seq: number;
}

/** An RFC 7396 merge patch: objects merge, `null` removes, everything else replaces. */
export type Patch = { [key: string]: unknown };

/** A moment that a screen shows once and never replays after a reload (CELEBRATE-*). */
export interface CelebrationEvent {
	kind: 'celebration';
	/** Unique; a screen shows an id once. */
	id: string;
	/** The headline: that of the first meaning. */
	reason: CelebrationReason;
	/** All that it means; `unit` of a new number one is the unit's name here. */
	meanings: Meaning[];
	/** Whose moment it is; absent for a unit's. `photo` and `clip` are addresses. */
	rep?: { code: string; name: string; photo?: string; clip?: string };
	/** The rep's team, or the unit that reached its target. */
	unit: { code: string; name: string; kind: 'company' | 'region' | 'team' };
	/** What the amounts are of. */
	metric: { code: string; name: string; kind: 'money' | 'count' };
	/** Business date. */
	day: string;
	/** Of the entry, or what a unit's month stands at; minor units (money) or pieces (count). */
	amount: number;
	customer?: string;
	/** Rank on the company's month right after the entry. */
	rank?: number;
	/** Instant of the entry's booking, epoch milliseconds. */
	at: number;
}

export type LiveEvent =
	| CelebrationEvent
	/** Takes back a celebration that is still queued (CELEBRATE-4). */
	| { kind: 'withdrawal'; id: string }
	/** A colleague's reaction to the celebration `id` (CHEER-5). */
	| {
			kind: 'cheer';
			id: string;
			cheer: CheerKind;
			/** Of whoever cheers. */
			name: string;
			/** Unique among cheers. */
			serial: string;
			/** The celebration's cheers so far. */
			total: number;
	  };

export interface Delta extends Place {
	patch: Patch;
}

/** The answer to `join`: the whole state, or what was missed since the screen's place. */
export type Joined<State extends LiveState = LiveState> =
	| { ok: true; place: Place; snapshot: State; now: number }
	| { ok: true; place: Place; deltas: Delta[]; now: number }
	| { ok: false; reason: 'unknown-room' | 'forbidden' | 'not-ready' };

/** What a paired TV is told about itself, when it connects and whenever it changes (LIVE-14). */
export interface DisplayState {
	id: string;
	name: string;
	/** Code of the board, and of the unit whose board it is. */
	board: string;
	unit: string;
	locale: 'zh-CN' | 'en';
	/** Celebrations make no sound. */
	muted: boolean;
	/** When it shows its board; absent: always. */
	hours?: AwakeHours;
	/** The screen stays black until then, epoch milliseconds; absent while it shows its board. */
	blankUntil?: number;
}

/** Done once, by whichever sockets the display holds at that moment. */
export type DisplayCommand = 'identify' | 'reload';

export interface ServerToClient {
	/** `room`, then the delta. */
	delta: (room: Room, delta: Delta) => void;
	moment: (room: Room, event: LiveEvent) => void;
	/** To the sockets of a display only. */
	display: (state: DisplayState) => void;
	command: (command: DisplayCommand) => void;
	/** To a TV that waited: it has been paired. */
	paired: () => void;
}

export interface ClientToServer {
	join: (room: string, place: Place | undefined, answer: (joined: Joined) => void) => void;
	leave: (room: string) => void;
}

/** The board that is shown unless another one is named. */
export const MAIN_BOARD = 'sales';

export const boardRoom = (unit: string, board: string = MAIN_BOARD): Room<'board'> =>
	`board:${board}/${unit}`;

/** What a room is of: which board of which unit, which unit, or which rep. */
export interface RoomSubjects {
	board: { board: string; unit: string };
	me: { rep: string };
	floor: { unit: string };
	card: { rep: string };
}
export type RoomSubject = {
	[Kind in RoomKind]: { kind: Kind } & RoomSubjects[Kind];
}[RoomKind];

/** What a room is of; undefined when it is none. */
export function readRoom(room: string): RoomSubject | undefined {
	const [, board, unit] = /^board:([^/]+)\/([^/]+)$/.exec(room) ?? [];
	if (board !== undefined && unit !== undefined) return { kind: 'board', board, unit };
	const [, kind, name] = /^(me|floor|card):([^/]+)$/.exec(room) ?? [];
	if (name === undefined) return undefined;
	return kind === 'floor' ? { kind, unit: name } : { kind: kind as 'me' | 'card', rep: name };
}
