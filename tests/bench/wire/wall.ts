import { WebSocket } from 'ws';

/** `socket.io`: the product's protocol and a bare room's; `ws`: the same frames without any handshake. */
export type Protocol = 'socket.io' | 'ws';

export interface WallOptions {
	port: number;
	protocol: Protocol;
	/** The room to join; absent: the server pushes to everybody. */
	room?: string | undefined;
	onFrame: (frame: Buffer) => void;
}

const PING = 0x32;

/** `42["delta",…]`: Engine.IO message, Socket.IO event. */
const isEvent = (frame: Buffer): boolean =>
	frame[0] === 0x34 && frame[1] === 0x32 && frame[2] === 0x5b;

/**
 * A screen as far as the wire goes: it speaks Engine.IO 4 and Socket.IO 5 by hand over a raw `ws` socket and
 * hands over each event as it came. Thousands of real clients would need more of the machine than the server.
 * Resolves when it is in the room.
 */
export function openWall(options: WallOptions): Promise<WebSocket> {
	const { port, protocol, room, onFrame } = options;
	const path = protocol === 'ws' ? '/' : '/socket.io/?EIO=4&transport=websocket';
	const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
		perMessageDeflate: false,
		skipUTF8Validation: true
	});
	return new Promise((resolve, reject) => {
		socket.on('error', reject);
		socket.on('close', () => reject(new Error('the server closed a wall')));
		if (protocol === 'ws') socket.on('open', () => resolve(socket));
		socket.on('message', (data) => {
			const frame = data as Buffer;
			if (isEvent(frame)) return onFrame(frame);
			if (protocol === 'ws') return;
			if (frame[0] === PING) return socket.send('3');
			const text = frame.toString();
			if (text.startsWith('0')) socket.send('40');
			else if (text.startsWith('40') && room !== undefined)
				socket.send(`420["join",${JSON.stringify(room)},null]`);
			else if (text.startsWith('40')) resolve(socket);
			else if (text.startsWith('430[{"ok":true')) resolve(socket);
			else reject(new Error(`a wall was answered ${text.slice(0, 200)}`));
		});
	});
}
