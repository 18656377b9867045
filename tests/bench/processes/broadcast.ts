import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';

/** What is sent: the name of the event, then its arguments. */
export type Frame = [event: string, ...args: unknown[]];
export type Send = (frame: Frame) => void;

const ROOM = 'everybody';

/** A bare Socket.IO room with the product's transport settings. */
export function bareRoom(http: HttpServer): Send {
	const io = new Server(http, {
		transports: ['websocket'],
		serveClient: false,
		perMessageDeflate: false,
		pingInterval: 10_000,
		pingTimeout: 5_000
	});
	io.on('connection', (socket) => void socket.join(ROOM));
	return ([event, ...args]) => void io.to(ROOM).emit(event, ...args);
}

/** Bare `ws`: the frame encoded once and written to every socket. */
export function bareSockets(http: HttpServer): Send {
	const server = new WebSocketServer({ server: http, perMessageDeflate: false });
	return (frame) => {
		const bytes = `42${JSON.stringify(frame)}`;
		for (const socket of server.clients) socket.send(bytes);
	};
}
