import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import { z } from 'zod';
import type {
	ClientToServer,
	Delta,
	Joined,
	LiveEvent,
	Place,
	Room,
	ServerToClient
} from '../../src/lib/live/protocol.ts';
import type { Log } from '../log.ts';
import type { Boards } from './boards.ts';

const PING_INTERVAL_MS = 10_000;
const PING_TIMEOUT_MS = 5_000;
const ROOMS_PER_SCREEN = 4;
const SWEEP_MS = 1_000;
/** A screen that leaves this much unread is dropped; it comes back with a snapshot. */
const MAX_UNREAD_BYTES = 1_048_576;

const joinRequest = z.tuple([
	z.string().startsWith('board:').max(80),
	z.object({ epoch: z.string().max(64), seq: z.int().min(0) }).nullish(),
	z.custom<(joined: Joined) => void>((answer) => typeof answer === 'function')
]);

type LiveSocket = Socket<ClientToServer, ServerToClient>;

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

export interface Gateway {
	emit(room: Room, delta: Delta): void;
	celebrate(room: Room, event: LiveEvent): void;
	isWatched(room: Room): boolean;
	/** Screens that are connected. */
	readonly screens: number;
	serve(boards: Boards): void;
	close(): Promise<void>;
}

/** Socket.IO on the server's own port: screens join rooms and are told what changes. Sockets only push. */
export function createGateway(options: {
	http: HttpServer;
	/** Whether a proxy in front is believed about the host that the page was asked from. */
	trustProxy: boolean;
	log: Log;
}): Gateway {
	const { http, trustProxy, log } = options;
	const io = new Server<ClientToServer, ServerToClient>(http, {
		transports: ['websocket'],
		serveClient: false,
		perMessageDeflate: false,
		maxHttpBufferSize: 65_536,
		pingInterval: PING_INTERVAL_MS,
		pingTimeout: PING_TIMEOUT_MS,
		allowRequest: (request, decide) => decide(null, isOwnOrigin(request, trustProxy))
	});

	async function join(request: {
		boards: Boards;
		socket: LiveSocket;
		room: Room;
		place: Place | undefined;
		answer: (joined: Joined) => void;
	}): Promise<void> {
		const { boards, socket, room, place, answer } = request;
		const opened = await boards.open(room.slice('board:'.length));
		if (!opened.ok) {
			const reason = opened.reason === 'not-ready' ? 'not-ready' : 'unknown-room';
			return answer({ ok: false, reason });
		}
		// The room that every socket has of its own counts too.
		if (!socket.rooms.has(room) && socket.rooms.size > ROOMS_PER_SCREEN)
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
		serve(boards) {
			io.on('connection', (socket) => {
				socket.on('join', (...request) => {
					const parsed = joinRequest.safeParse(request);
					if (!parsed.success) return void socket.disconnect(true);
					const [name, seen, answer] = parsed.data;
					const [room, place] = [name as Room, seen ?? undefined];
					join({ boards, socket, room, place, answer }).catch((error: unknown) => {
						log.error({ err: error, room }, 'a screen could not join');
						answer({ ok: false, reason: 'not-ready' });
					});
				});
				socket.on('leave', (room: unknown) => {
					if (typeof room === 'string') void socket.leave(room);
				});
			});
		},
		async close() {
			clearInterval(sweep);
			await io.close();
		}
	};
}
