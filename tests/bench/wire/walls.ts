import { setTimeout as delay } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { openWall } from './wall.ts';
import type { WallOptions } from './wall.ts';

/** Walls that connect at the same time. */
const AT_ONCE = 50;
const PATIENCE_MS = 30_000;

export interface Walls {
	readonly count: number;
	/** The next frame that any of them gets and that carries a sale. */
	sample(): Promise<string>;
	/** When the last of them has got a frame that contains the text; begin before the frame can come. */
	reached(text: string): Promise<number>;
	/** From now on every frame is handed over. */
	watch(onFrame: ((frame: Buffer) => void) | undefined): void;
	close(): void;
}

/** Opens walls of one server, some at a time. `now` is the clock of `reached`, milliseconds. */
export async function openWalls(
	count: number,
	options: Omit<WallOptions, 'onFrame'>,
	now: () => number
): Promise<Walls> {
	const sockets: WebSocket[] = [];
	let onFrame: ((frame: Buffer) => void) | undefined;
	const take = (frame: Buffer) => onFrame?.(frame);
	while (sockets.length < count) {
		const few = Array.from({ length: Math.min(AT_ONCE, count - sockets.length) });
		sockets.push(...(await Promise.all(few.map(() => openWall({ ...options, onFrame: take })))));
	}

	return {
		count,
		sample: () =>
			new Promise((resolve) => {
				onFrame = (frame) => {
					if (!frame.includes('"latest"')) return;
					onFrame = undefined;
					resolve(frame.toString());
				};
			}),
		async reached(text) {
			const bytes = Buffer.from(text);
			let left = count;
			const all = new Promise<number>((resolve) => {
				onFrame = (frame) => {
					if (frame.includes(bytes) && --left === 0) resolve(now());
				};
			});
			const patience = new AbortController();
			const late = delay(PATIENCE_MS, undefined, { signal: patience.signal }).then(
				() => Promise.reject(new Error(`${left} of ${count} walls never saw ${text}`)),
				() => Number.NaN
			);
			try {
				return await Promise.race([all, late]);
			} finally {
				patience.abort();
				onFrame = undefined;
			}
		},
		watch(handler) {
			onFrame = handler;
		},
		close() {
			for (const socket of sockets) {
				socket.removeAllListeners();
				// A socket that breaks while it closes is gone as well.
				socket.on('error', () => {});
				socket.terminate();
			}
		}
	};
}
