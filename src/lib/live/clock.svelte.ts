/** The server's clock on this screen, second by second. */
import { untrack } from 'svelte';

export interface ServerClock {
	/** Epoch milliseconds. */
	readonly now: number;
	/** Ticks on the full second. `skew`: server clock minus this machine's. Gives the function that stops it. */
	start(skew: () => number): () => void;
}

/** Stands at `initial` until it is started, so that server and browser render the same first picture. */
export function serverClock(initial: number): ServerClock {
	let now = $state(initial);
	return {
		get now() {
			return now;
		},
		start(skew) {
			let timer: ReturnType<typeof setTimeout>;
			const tick = () => {
				// Written, never read: the effect that starts the clock must not run again with every second.
				const at = Date.now() + untrack(skew);
				now = at;
				timer = setTimeout(tick, 1000 - (at % 1000) + 5);
			};
			tick();
			return () => clearTimeout(timer);
		}
	};
}
