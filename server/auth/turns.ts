export interface Turns {
	/** Runs the work when its turn comes. */
	run<T>(work: () => Promise<T>): Promise<T>;
	/** The same, but undefined at once when too many wait already. */
	tryRun<T>(work: () => Promise<T>): Promise<T> | undefined;
}

/** Bounds work that is costly on purpose: `atOnce` run, at most `waiting` more wait for their turn. */
export function createTurns({ atOnce, waiting }: { atOnce: number; waiting: number }): Turns {
	let running = 0;
	const queue: (() => void)[] = [];

	async function run<T>(work: () => Promise<T>): Promise<T> {
		if (running < atOnce) running++;
		else await new Promise<void>((resolve) => queue.push(resolve));
		try {
			return await work();
		} finally {
			const next = queue.shift();
			// A turn is handed on, not given back and taken again.
			if (next) next();
			else running--;
		}
	}

	return {
		run,
		tryRun: (work) => (running >= atOnce && queue.length >= waiting ? undefined : run(work))
	};
}
