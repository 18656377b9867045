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
			let timer: NodeJS.Timeout | undefined;
			let again = false;
			function rest(): void {
				timer = again ? setTimeout(rest, TICK_MS) : undefined;
				timer?.unref();
				if (again) tell();
				again = false;
			}
			const unwatch = watchers.onChange((change) => {
				if (!concerns(change)) return;
				if (timer) {
					again = true;
					return;
				}
				timer = setTimeout(rest, TICK_MS);
				timer.unref();
				tell();
			});
			const stream = { end };
			streams.add(stream);
			return () => {
				clearTimeout(timer);
				unwatch();
				streams.delete(stream);
			};
		},

		endAll(): void {
			for (const { end } of [...streams]) end();
		}
	};
}
