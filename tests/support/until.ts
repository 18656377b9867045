import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 20;

/**
 * Asks again until the answer is neither `false` nor an exception, and gives that answer. After `within`
 * milliseconds the last failure is thrown: it says what was missing. The bound is generous; nothing here
 * measures speed.
 */
export async function until<T>(
	ask: () => T | Promise<T>,
	{ within = 15_000 }: { within?: number } = {}
): Promise<Exclude<T, false>> {
	const deadline = performance.now() + within;
	for (;;) {
		let failure: unknown;
		try {
			const answer = await ask();
			if (answer !== false) return answer as Exclude<T, false>;
			failure = new Error(`still false: ${ask.toString()}`);
		} catch (error) {
			failure = error;
		}
		if (performance.now() > deadline) throw failure;
		await delay(EVERY_MS);
	}
}

/** Watches for a while that something never becomes true. */
export async function never(
	happens: () => boolean,
	{ during = 300 }: { during?: number } = {}
): Promise<void> {
	const end = performance.now() + during;
	while (performance.now() < end) {
		if (happens()) throw new Error(`it happened: ${happens.toString()}`);
		await delay(EVERY_MS);
	}
}
