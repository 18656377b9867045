import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import { z } from 'zod';
import { readRoom } from '../../src/lib/live/protocol.ts';
import type {
	ClientToServer,
	Delta,
	DisplayCommand,
	DisplayState,
	Joined,
	LiveEvent,
	Place,
	Room,
	ServerToClient
} from '../../src/lib/live/protocol.ts';
import type { Log } from '../log.ts';
import type { Admission, Handshake, Visitor } from './admission.ts';
import type { Rooms } from './rooms.ts';

const PING_INTERVAL_MS = 10_000;
const PING_TIMEOUT_MS = 5_000;
const ROOMS_PER_SCREEN = 4;
const SWEEP_MS = 1_000;
/** A screen that leaves this much unread is dropped; it comes back with a snapshot. */
const MAX_UNREAD_BYTES = 1_048_576;

const joinRequest = z.tuple([
	z
		.string()
		.max(200)
		.refine((room) => readRoom(room) !== undefined),
	z.object({ epoch: z.string().max(64), seq: z.int().min(0) }).nullish(),
	z.custom<(joined: Joined) => void>((answer) => typeof answer === 'function')
]);

interface SocketData {
	visitor: Visitor;
	/** How many times somebody had lost an identity when this one was looked up. */
	severed: number;
}

type Nothing = Record<string, never>;
type LiveSocket = Socket<ClientToServer, ServerToClient, Nothing, SocketData>;

const displayRoom = (id: string) => `display:${id}`;
const claimRoom = (claimHash: string) => `claim:${claimHash}`;

const handshakeOf = ({ handshake }: LiveSocket): Handshake => ({
	headers: handshake.headers,
	as: typeof handshake.query.as === 'string' ? handshake.query.as : undefined
});

const displayOf = ({ holds }: Visitor): string | undefined =>
	holds && 'display' in holds ? holds.display : undefined;

/** WebSockets ignore CORS: a page of another origin must be refused here. Tools send no origin. */
function isOwnOrigin(request: IncomingMessage, trustProxy: boolean): boolean {
	const { origin } = request.headers;
	const forwarded = trustProxy ? request.headers['x-forwarded-host'] : undefined;
	const host = forwarded ?? request.headers.host;
	if (origin === undefined) return true;
	return URL.parse(origin)?.host === host;
}

/**
 * What a screen has left unread (characters, at most as many as bytes) and how to end it at once: a polite
 * close would wait for the screen to read. Socket.IO shows both only underneath: a few frames are with the
 * WebSocket, all others wait in its own buffer until those are gone.
 */
function wireOf(socket: LiveSocket): { unread: number; terminate: () => void } {
	const { transport, writeBuffer } = socket.conn as unknown as {
		transport: { socket?: { bufferedAmount: number; terminate(): void } };
		writeBuffer: readonly { data?: unknown }[];
	};
	let unread = transport.socket?.bufferedAmount ?? 0;
	for (const { data } of writeBuffer) if (typeof data === 'string') unread += data.length;
	return { unread, terminate: () => transport.socket?.terminate() };
}

/** What happens to displays, for whoever keeps count of them. */
export interface DisplayWatch {
	connected(id: string): void;
	disconnected(id: string): void;
	/** What to tell a display that connects. */
	stateOf(id: string): DisplayState | undefined;
}

export interface Gateway {
	emit(room: Room, delta: Delta): void;
	celebrate(room: Room, event: LiveEvent): void;
	isWatched(room: Room): boolean;
	/** Screens that are connected. */
	readonly screens: number;
	/** Tells a display what it is now; from then on it watches no other room than its own. */
	assign(state: DisplayState): void;
	command(display: string, command: DisplayCommand): void;
	/** Tells the TV that waited with this claim. */
	paired(claimHash: string): void;
	/** Drops the sockets of whoever is not who they were (ACCESS-7). */
	sever(isMeant: (visitor: Visitor) => boolean): void;
	/** Asks sockets anew who they are, and drops those that are somebody else by now or may not watch what they watch. */
	review(): void;
	serve(rooms: Rooms, displays: DisplayWatch): void;
	close(): Promise<void>;
}

/** Socket.IO on the server's own port: screens join rooms and are told what changes. Sockets only push. */
export function createGateway(options: {
	http: HttpServer;
	/** Who a socket is and what it may watch. */
	admission: Admission;
	/** Whether a proxy in front is believed about the host that the page was asked from. */
	trustProxy: boolean;
	log: Log;
}): Gateway {
	const { http, admission, trustProxy, log } = options;
	let severed = 0;
	const io = new Server<ClientToServer, ServerToClient, Nothing, SocketData>(http, {
		transports: ['websocket'],
		serveClient: false,
		perMessageDeflate: false,
		maxHttpBufferSize: 65_536,
		pingInterval: PING_INTERVAL_MS,
		pingTimeout: PING_TIMEOUT_MS,
		allowRequest: (request, decide) => decide(null, isOwnOrigin(request, trustProxy))
	});

	// Before the connection stands: nothing that a screen sends can come before we know who it is.
	io.use((socket, next) => {
		const before = severed;
		admission.identify(handshakeOf(socket)).then(
			(visitor) => {
				socket.data = { visitor, severed: before };
				next();
			},
			(error: unknown) => {
				log.warn({ err: error }, 'who opens a socket cannot be told now');
				next(new Error('not-ready'));
			}
		);
	});

	/** Whoever may not watch any more what they watch is dropped, and comes back as who they are now (LIVE-12). */
	function checkRooms(socket: LiveSocket): void {
		const { visitor } = socket.data;
		const of = [...socket.rooms].flatMap((room) => readRoom(room) ?? []);
		if (!of.every((subject) => admission.mayWatch(visitor, subject))) socket.disconnect(true);
	}

	/** Drops a socket whose identity is gone or is another's; of the same one it learns what they may now. */
	async function reviewOne(socket: LiveSocket): Promise<void> {
		const before = JSON.stringify(socket.data.visitor.holds);
		try {
			const visitor = await admission.identify(handshakeOf(socket));
			if (JSON.stringify(visitor.holds) !== before) return void socket.disconnect(true);
			socket.data.visitor = visitor;
			checkRooms(socket);
		} catch (error) {
			log.warn({ err: error }, 'a socket was dropped: who it is cannot be told now');
			socket.disconnect(true);
		}
	}

	function review(): void {
		for (const socket of io.sockets.sockets.values())
			if (socket.data.visitor.holds) void reviewOne(socket);
	}

	async function join(request: {
		rooms: Rooms;
		socket: LiveSocket;
		room: Room;
		place: Place | undefined;
		answer: (joined: Joined) => void;
	}): Promise<void> {
		const { rooms, socket, room, place, answer } = request;
		const of = readRoom(room)!;
		const mayWatch = () => admission.mayWatch(socket.data.visitor, of);
		if (!mayWatch()) return answer({ ok: false, reason: 'forbidden' });
		const opened = await rooms.open(room);
		if (!opened.ok) return answer(opened);
		// A display may have been given another board while this one was computed.
		if (!mayWatch()) return answer({ ok: false, reason: 'forbidden' });
		const watched = [...socket.rooms].filter((name) => readRoom(name));
		if (!socket.rooms.has(room) && watched.length >= ROOMS_PER_SCREEN)
			return answer({ ok: false, reason: 'forbidden' });
		// Joining, reading and answering without a pause: a delta in between would reach the screen before
		// the answer, be taken for a part of it, and be missed.
		const { channel, now } = opened;
		void socket.join(room);
		const deltas = place && channel.since(place);
		answer(
			deltas
				? { ok: true, place: channel.place, deltas, now }
				: { ok: true, place: channel.place, snapshot: channel.state, now }
		);
	}

	const sweep = setInterval(() => {
		for (const socket of io.sockets.sockets.values()) {
			const { unread, terminate } = wireOf(socket);
			// A rep has gone to another team, or a unit to another region.
			checkRooms(socket);
			if (unread <= MAX_UNREAD_BYTES) continue;
			log.info({ socket: socket.id }, 'a screen that does not read was dropped');
			terminate();
		}
	}, SWEEP_MS);
	sweep.unref();

	return {
		emit: (room, delta) => void io.to(room).emit('delta', room, delta),
		celebrate: (room, event) => void io.to(room).emit('moment', room, event),
		isWatched: (room) => (io.sockets.adapter.rooms.get(room)?.size ?? 0) > 0,
		get screens() {
			return io.engine.clientsCount;
		},
		assign(state) {
			const id = displayRoom(state.id);
			for (const name of io.sockets.adapter.rooms.get(id) ?? []) {
				const socket = io.sockets.sockets.get(name);
				const own = socket && admission.roomOf(socket.data.visitor);
				for (const room of socket?.rooms ?? [])
					if (readRoom(room) && room !== own) void socket!.leave(room);
			}
			io.to(id).emit('display', state);
		},
		command: (display, command) => void io.to(displayRoom(display)).emit('command', command),
		paired: (claimHash) => void io.to(claimRoom(claimHash)).emit('paired'),
		sever(isMeant) {
			severed++;
			for (const socket of io.sockets.sockets.values())
				if (isMeant(socket.data.visitor)) socket.disconnect(true);
		},
		review,
		serve(rooms, displays) {
			io.on('connection', (socket) => {
				socket.on('join', (...request) => {
					const parsed = joinRequest.safeParse(request);
					if (!parsed.success) return void socket.disconnect(true);
					const [name, seen, answer] = parsed.data;
					const [room, place] = [name as Room, seen ?? undefined];
					join({ rooms, socket, room, place, answer }).catch((error: unknown) => {
						log.error({ err: error, room }, 'a screen could not join');
						answer({ ok: false, reason: 'not-ready' });
					});
				});
				socket.on('leave', (room: unknown) => {
					if (typeof room === 'string' && readRoom(room)) void socket.leave(room);
				});
				const { visitor } = socket.data;
				// Somebody lost an identity while this one was looked up: it may have been this one.
				if (socket.data.severed !== severed) void reviewOne(socket);
				if (visitor.claimHash !== undefined) void socket.join(claimRoom(visitor.claimHash));
				const display = displayOf(visitor);
				if (display === undefined) return;
				void socket.join(displayRoom(display));
				displays.connected(display);
				socket.on('disconnect', () => displays.disconnected(display));
				const state = displays.stateOf(display);
				if (state) socket.emit('display', state);
			});
		},
		async close() {
			clearInterval(sweep);
			await io.close();
		}
	};
}
