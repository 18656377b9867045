/**
 * The screen's end of the live protocol (docs/SPEC.md, LIVE-*). Runs in a browser and in plain Node, so that
 * tests and load generators use the real client.
 */
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { backOff } from './back-off.ts';
import { apply } from './board.ts';
import type {
	ClientToServer,
	Delta,
	DisplayCommand,
	DisplayState,
	Joined,
	LiveEvent,
	LiveState,
	Place,
	Room,
	RoomKind,
	ServerToClient,
	StateOf
} from './protocol.ts';

export type FeedStatus = 'connecting' | 'live' | 'stale';

export interface FeedView<State extends LiveState = LiveState> {
	state: State;
	place: Place;
	status: FeedStatus;
	/** Since when the feed is not live, epoch milliseconds on the server's clock. */
	since?: number;
	/** Server clock minus this machine's clock, milliseconds. */
	skew: number;
}

export interface FeedOptions<Kind extends RoomKind = RoomKind> {
	/** Origin of the server; absent in a browser: the page's own. */
	url?: string;
	room: Room<Kind>;
	/** What the page was rendered with; without it the first view comes with the first snapshot. */
	initial?: {
		place: Place;
		snapshot: StateOf<Kind>;
		now: number;
		/** Of a picture that was kept in the browser: server clock minus this machine's, when it was live. */
		skew?: number;
	};
	onView: (view: FeedView<StateOf<Kind>>) => void;
	onEvent?: (event: LiveEvent) => void;
	/** The server does not let this screen watch the room (any more). It is asked again like a server that is away. */
	onForbidden?: () => void;
	/** For the screen of a display: what it is, and what it is told to do. */
	onDisplay?: (state: DisplayState) => void;
	onCommand?: (command: DisplayCommand) => void;
	/** Whoever is signed in watches, also in a browser that is a display. */
	asPerson?: boolean;
	/** An API key, for programs that watch. */
	key?: string;
	/** 0 to 1, for the back-off. */
	random?: () => number;
}

export interface Feed {
	close(): void;
}

const ANSWER_MS = 5_000;
const CLOCK_JUMP_MS = 5_000;

/** Follows one room for as long as it is open, through any gap in the network. */
export function createFeed<Kind extends RoomKind>(options: FeedOptions<Kind>): Feed {
	const { room, initial, onView, onEvent, random = Math.random } = options;
	type State = StateOf<Kind>;
	let state = initial?.snapshot;
	let place = initial?.place;
	let skew = initial ? (initial.skew ?? initial.now - Date.now()) : 0;
	const isKept = initial?.skew !== undefined;
	let status: FeedStatus = isKept ? 'stale' : 'connecting';
	let since: number | undefined = isKept ? initial.now : undefined;
	let heardAt = Date.now();
	let attempt = 0;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let joining = false;

	const socket: Socket<ServerToClient, ClientToServer> = io(options.url ?? '', {
		transports: ['websocket'],
		reconnection: false,
		autoConnect: false,
		forceNew: true,
		...(options.asPerson ? { query: { as: 'person' } } : {}),
		...(options.key === undefined
			? {}
			: { extraHeaders: { authorization: `Bearer ${options.key}` } })
	});

	function show(): void {
		if (!state || !place) return;
		onView({ state, place, status, skew, ...(since === undefined ? {} : { since }) });
	}

	function heard(): void {
		heardAt = Date.now();
	}

	/** A machine whose clock was set right (or wrong) while connected: the server's own tells. */
	function followClock(serverNow: number): void {
		const measured = serverNow - Date.now();
		if (Math.abs(measured - skew) > CLOCK_JUMP_MS) skew = measured;
	}

	function lose(): void {
		joining = false;
		if (status !== 'stale') {
			status = 'stale';
			since = heardAt + skew;
			show();
		}
		clearTimeout(timer);
		timer = setTimeout(connect, backOff(attempt++, random));
	}

	function connect(): void {
		clearTimeout(timer);
		if (socket.connected) join();
		else socket.connect();
	}

	function take(joined: Joined<State>): void {
		if (!joined.ok && joined.reason === 'forbidden') {
			// Who we are was found out when we connected; the next connection finds out anew.
			socket.disconnect();
			return options.onForbidden?.();
		}
		if (!joined.ok) return lose();
		if ('snapshot' in joined) state = joined.snapshot;
		else for (const { patch } of joined.deltas) state = apply(state!, patch);
		place = joined.place;
		skew = joined.now - Date.now();
		attempt = 0;
		status = 'live';
		since = undefined;
		show();
	}

	/**
	 * Asks for what was missed since our place. Deltas that arrive before the answer are part of it; one
	 * right behind the answer is not, so the answer is taken in the moment it comes, not by a promise.
	 */
	function join(): void {
		if (joining) return;
		joining = true;
		socket.timeout(ANSWER_MS).emit('join', room, place, (silence, joined) => {
			if (!joining) return;
			// Connected, but nobody answers: begin anew.
			if (silence) return void socket.disconnect();
			joining = false;
			heard();
			// What a room shows follows from its kind.
			take(joined as Joined<State>);
		});
	}

	function receive(delta: Delta): void {
		heard();
		if (joining || !state || !place) return;
		if (delta.epoch !== place.epoch || delta.seq > place.seq + 1) return join();
		if (delta.seq <= place.seq) return;
		state = apply(state, delta.patch);
		place = { epoch: delta.epoch, seq: delta.seq };
		// While a board stands still, so does the instant it was made at.
		if (state.stalledSince === undefined) followClock(state.asOf.at);
		show();
	}

	socket.on('connect', () => {
		heard();
		join();
	});
	socket.on('delta', (of, delta) => {
		if (of === room) receive(delta);
	});
	socket.on('moment', (of, event) => {
		heard();
		if (of === room) onEvent?.(event);
	});
	socket.on('display', (state) => options.onDisplay?.(state));
	socket.on('command', (command) => options.onCommand?.(command));
	socket.on('disconnect', lose);
	socket.on('connect_error', lose);
	socket.io.on('ping', heard);

	// The network is back: no reason to wait for the timer.
	const hurry = () => {
		if (status === 'stale') connect();
	};
	const page = typeof window === 'undefined' ? undefined : window;
	page?.addEventListener('online', hurry);
	if (isKept) show();
	connect();

	return {
		close() {
			clearTimeout(timer);
			page?.removeEventListener('online', hurry);
			socket.off().disconnect();
		}
	};
}
