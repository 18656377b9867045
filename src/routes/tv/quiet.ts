/** Waits for a moment in which nobody looks at something that moves, but not for ever. */
const QUIET_MS = 15_000;
const LONGEST_MS = 10 * 60_000;

export interface Quiet {
	/** Something is happening on the screen. */
	stir(): void;
	/** Resolves at a quiet moment, at the latest after ten minutes. */
	comes(): Promise<void>;
}

/** `now` and `wait` in milliseconds. */
export function quietMoments({
	now = () => performance.now(),
	wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
} = {}): Quiet {
	let stirred = -Infinity;
	return {
		stir() {
			stirred = now();
		},
		async comes() {
			const asked = now();
			for (;;) {
				const rest = QUIET_MS - (now() - stirred);
				if (rest <= 0 || now() - asked >= LONGEST_MS) return;
				await wait(Math.min(rest, LONGEST_MS - (now() - asked)));
			}
		}
	};
}
