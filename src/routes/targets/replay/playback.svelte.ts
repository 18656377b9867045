/** Where a replay stands and how it runs: a day's end is a whole number, between two is what is on its way. */
import { prefersReducedMotion } from 'svelte/motion';

/** Days of a month at the ordinary speed, milliseconds each. */
const DAY_MS = 1_400;

export class Playback {
	readonly #last: () => number;
	at = $state(0);
	playing = $state(false);
	speed = $state(1);

	/** Begins at the end: `last` is the day up to which there is something to show. */
	constructor(last: () => number) {
		this.#last = last;
		this.at = last();
	}

	get isAtEnd(): boolean {
		return this.at >= this.#last();
	}

	toggle = (): void => {
		if (!this.playing && this.isAtEnd) this.at = 0;
		this.playing = !this.playing;
	};

	step(by: number): void {
		this.show((by > 0 ? Math.floor(this.at) : Math.ceil(this.at)) + by);
	}

	/** Stops there. */
	show(at: number): void {
		this.playing = false;
		this.at = Math.min(this.#last(), Math.max(0, at));
	}

	/**
	 * One frame after another while it plays; whoever prefers no motion sees one day after another instead. Gives what ends
	 * it.
	 */
	run(): (() => void) | undefined {
		if (!this.playing) return undefined;
		const last = this.#last();
		const steps = prefersReducedMotion.current;
		let before = performance.now();
		let held = 0;
		const advance = (now: number) => {
			const days = ((now - before) / DAY_MS) * this.speed;
			before = now;
			if (!steps) this.at = Math.min(last, this.at + days);
			else if ((held += days) >= 1) {
				this.at = Math.min(last, Math.floor(this.at) + 1);
				held = 0;
			}
			if (this.at >= last) this.playing = false;
			else frame = requestAnimationFrame(advance);
		};
		let frame = requestAnimationFrame(advance);
		return () => cancelAnimationFrame(frame);
	}

	hearKey = (event: KeyboardEvent): void => {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const moves: Record<string, () => void> = {
			' ': this.toggle,
			ArrowLeft: () => this.step(-1),
			ArrowRight: () => this.step(1),
			Home: () => this.show(0),
			End: () => this.show(this.#last())
		};
		const move = moves[event.key];
		// A field that is being filled in keeps its keys, a focused button or link its own space bar.
		if (event.target instanceof HTMLInputElement && event.target.type !== 'range') return;
		if (!move || (event.key === ' ' && event.target !== document.body)) return;
		event.preventDefault();
		move();
	};
}
