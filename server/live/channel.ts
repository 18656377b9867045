import { randomUUID } from 'node:crypto';
import { diff } from '../../src/lib/live/board.ts';
import type { Delta, LiveState, Place } from '../../src/lib/live/protocol.ts';

/** Deltas kept for screens that missed some; further back a snapshot is smaller anyway. */
const RING = 256;

export interface Channel<State extends LiveState = LiveState> {
	readonly place: Place;
	readonly state: State;
	/** Numbers the change, if there is one, and sends it (LIVE-1). */
	update(next: State): void;
	/** What a screen at `place` has missed; undefined when only a snapshot can tell (LIVE-5). */
	since(place: Place): Delta[] | undefined;
}

/** The numbered history of one room. */
export function createChannel<State extends LiveState>(options: {
	state: State;
	emit: (delta: Delta) => void;
	ring?: number;
}): Channel<State> {
	const { emit, ring = RING } = options;
	const epoch = randomUUID();
	let state = options.state;
	let seq = 0;
	const recent: Delta[] = [];

	return {
		get place() {
			return { epoch, seq };
		},
		get state() {
			return state;
		},
		update(next) {
			const patch = diff(state, next);
			if (!patch) return;
			state = next;
			const delta = { epoch, seq: ++seq, patch };
			recent.push(delta);
			if (recent.length > ring) recent.shift();
			emit(delta);
		},
		since(place) {
			if (place.epoch !== epoch || place.seq > seq) return undefined;
			const oldest = recent[0]?.seq ?? seq + 1;
			if (place.seq < oldest - 1) return undefined;
			return recent.slice(place.seq - oldest + 1);
		}
	};
}
