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
function isOwnOrigin(request: IncomingMessage): boolean {
	const { origin, host } = request.headers;
	if (origin === undefined) return true;
	return URL.parse(origin)?.host === host;
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
export function createGateway(options: { http: HttpServer; log: Log }): Gateway {
	const { http, log } = options;
	const io = new Server<ClientToServer, ServerToClient>(http, {
		transports: ['websocket'],
		serveClient: false,
		perMessageDeflate: false,
		maxHttpBufferSize: 65_536,
		pingInterval: PING_INTERVAL_MS,
		pingTimeout: PING_TIMEOUT_MS,
		allowRequest: (request, decide) => decide(null, isOwnOrigin(request))
	});

	async function join(
		boards: Boards,
		socket: LiveSocket,
		room: Room,
		place: Place | undefined
	): Promise<Joined> {
		if (socket.rooms.size > ROOMS_PER_SCREEN) return { ok: false, reason: 'forbidden' };
		const opened = await boards.open(room.slice('board:'.length));
		if (!opened.ok)
			return { ok: false, reason: opened.reason === 'not-ready' ? 'not-ready' : 'unknown-room' };
		// Joining and reading happen in one turn of the event loop: no delta falls in between.
		const { channel, now } = opened;
		void socket.join(room);
		const deltas = place && channel.since(place);
		return deltas
			? { ok: true, place: channel.place, deltas, now }
			: { ok: true, place: channel.place, snapshot: channel.state, now };
	}

	// Sockets expose how much the other end has not read yet only underneath.
	const sweep = setInterval(() => {
		for (const socket of io.sockets.sockets.values()) {
			const { socket: raw } = socket.conn.transport as unknown as {
				socket?: { bufferedAmount?: number };
			};
			if ((raw?.bufferedAmount ?? 0) <= MAX_UNREAD_BYTES) continue;
			log.info({ socket: socket.id }, 'a screen that does not read was dropped');
			socket.disconnect(true);
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
					const [room, place, answer] = parsed.data;
					join(boards, socket, room as Room, place ?? undefined).then(answer, (error: unknown) => {
						log.error({ err: error, room }, 'a screen could not join');
						answer({ ok: false, reason: 'not-ready' });
					});
				});
				socket.on('leave', (room) => void socket.leave(String(room)));
			});
		},
		async close() {
			clearInterval(sweep);
			await io.close();
		}
	};
}
