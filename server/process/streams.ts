import { throttle } from '../throttle.ts';
import type { ProcessChange, Watchers } from './watchers.ts';

/** The first change is told at once; those that follow within a tick are told together. */
const TICK_MS = 400;

/** Open pages that want to know when to read themselves again. */
export function createStreams(watchers: Watchers) {
	const streams = new Set<{ end: () => void }>();

	return {
		/** `tell` is called when something changed that `concerns` whoever looks; gives how to stop. */
		follow(options: {
			concerns: (change: ProcessChange) => boolean;
			tell: () => void;
			/** The server ends. */
			end: () => void;
		}): () => void {
			const { concerns, tell, end } = options;
			const { run, stop } = throttle(tell, TICK_MS);
			const unwatch = watchers.onChange((change) => {
				if (concerns(change)) run();
			});
			const stream = { end };
			streams.add(stream);
			return () => {
				stop();
				unwatch();
				streams.delete(stream);
			};
		},

		endAll(): void {
			for (const { end } of [...streams]) end();
		}
	};
}
