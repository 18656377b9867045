import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { NetConnectOpts, Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Proxy {
	readonly port: number;
	/** Where new connections lead. */
	lead(to: NetConnectOpts): void;
	/** Breaks every connection and refuses new ones. */
	cut(): void;
	/** Connections stay open and carry nothing, as behind a switch that hangs; new ones are accepted and say nothing. */
	freeze(): void;
	/** Undoes `cut` and `freeze`. */
	heal(): void;
	/** How many connections are open. */
	readonly open: number;
	close(): Promise<void>;
}

/** A wire between two ends that can be cut: a TCP proxy on a port that stays the same whoever is behind it. */
export async function startProxy(to: NetConnectOpts): Promise<Proxy> {
	let target = to;
	let state: 'well' | 'cut' | 'frozen' = 'well';
	const pairs = new Set<readonly [Socket, Socket]>();

	const server = createServer((near) => {
		if (state === 'cut') return void near.destroy();
		const far = connect(target);
		const pair = [near, far] as const;
		pairs.add(pair);
		const end = () => {
			pairs.delete(pair);
			near.destroy();
			far.destroy();
		};
		for (const socket of pair) socket.setNoDelay(true).on('error', end).on('close', end);
		near.on('data', (chunk) => void far.write(chunk));
		far.on('data', (chunk) => void near.write(chunk));
		if (state === 'frozen') for (const socket of pair) socket.pause();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');

	const breakAll = () => {
		for (const [near, far] of pairs) {
			near.destroy();
			far.destroy();
		}
	};
	return {
		port: (server.address() as AddressInfo).port,
		lead: (next) => void (target = next),
		cut() {
			state = 'cut';
			breakAll();
		},
		freeze() {
			state = 'frozen';
			for (const pair of pairs) for (const socket of pair) socket.pause();
		},
		heal() {
			state = 'well';
			for (const pair of pairs) for (const socket of pair) socket.resume();
		},
		get open() {
			return pairs.size;
		},
		async close() {
			breakAll();
			server.close();
			await once(server, 'close');
		}
	};
}
