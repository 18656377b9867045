/** Sees that a page which nobody looks after is still well. docs/SPEC.md, DISPLAY-15. */

/** A page that has drawn nothing for so long hangs, whatever else runs in it. */
const FRAMELESS_MS = 60_000;
/** Of what the browser gives a page. */
const MEMORY_SHARE = 0.8;
const ERRORS = 20;
const ERRORS_WITHIN_MS = 60_000;

export type Illness = 'no-frames' | 'memory' | 'errors';

export interface Watchdog {
	/** A frame was drawn. */
	frame(): void;
	/** A script has thrown. */
	error(): void;
	/** The screen was dark or the tab hidden: no frame was due. */
	rest(): void;
	/** What is wrong now; bytes in use and at most, where the browser tells them. */
	illness(memory?: { used: number; limit: number }): Illness | undefined;
}

/** `now` in milliseconds. */
export function createWatchdog(now: () => number): Watchdog {
	let drawn = now();
	let errors: number[] = [];
	return {
		frame() {
			drawn = now();
		},
		rest() {
			drawn = now();
		},
		error() {
			errors = [...errors.filter((at) => at > now() - ERRORS_WITHIN_MS), now()].slice(-ERRORS);
		},
		illness(memory) {
			if (now() - drawn > FRAMELESS_MS) return 'no-frames';
			if (errors.filter((at) => at > now() - ERRORS_WITHIN_MS).length >= ERRORS) return 'errors';
			if (memory && memory.used > memory.limit * MEMORY_SHARE) return 'memory';
			return undefined;
		}
	};
}
