/** A TV that waits to be paired: the server says so over a socket that joins nothing. */
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from './protocol.ts';

/** Calls `onPaired` when the claim in this browser's cookie was paired. Gives the function that stops it. */
export function awaitPairing(onPaired: () => void): () => void {
	const socket: Socket<ServerToClient, ClientToServer> = io({
		transports: ['websocket'],
		forceNew: true,
		reconnectionDelayMax: 15_000
	});
	socket.on('paired', onPaired);
	return () => socket.off().disconnect();
}
