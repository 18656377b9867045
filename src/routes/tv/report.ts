/** A display tells its administration how it is. */
import type { DisplayState } from '$lib/live/protocol.ts';
import { browserName } from './browser-name.ts';

const EVERY_MS = 30_000;

/** Chromium alone tells it. */
interface WithMemory {
	memory?: { usedJSHeapSize: number };
}

const self = () => {
	const used = (performance as WithMemory).memory?.usedJSHeapSize;
	return {
		screen: { width: innerWidth, height: innerHeight, ratio: devicePixelRatio },
		browser: browserName(navigator.userAgent),
		...(used === undefined ? {} : { memory: Math.round(used / 1e6) })
	};
};

/**
 * Reports now, every half minute and when the screen changes. `onAnswer` hears what the display is, also where no socket
 * gets through; `onRefused` that it is none any more. `soon` reports out of turn.
 */
export function startReports(options: {
	version: string;
	/** What shows now. */
	scene: () => string;
	/** Undefined until the browser was asked. */
	sound: () => 'free' | 'blocked' | undefined;
	onAnswer: (display: DisplayState) => void;
	onRefused: () => void;
}): { soon: () => void; stop: () => void } {
	let timer: ReturnType<typeof setTimeout>;
	let sending = false;
	let stopped = false;

	async function send(): Promise<void> {
		const response = await fetch('/tv/report', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				...self(),
				version: options.version,
				scene: options.scene(),
				sound: options.sound()
			})
		});
		if (stopped) return;
		if (response.status === 401 || response.status === 403) return options.onRefused();
		if (!response.ok) return;
		const { display } = (await response.json()) as { display?: DisplayState };
		if (display) options.onAnswer(display);
	}

	// One at a time: an answer may carry a new secret.
	async function report(): Promise<void> {
		clearTimeout(timer);
		if (!sending) {
			sending = true;
			await send().catch(() => {});
			sending = false;
		}
		if (!stopped) timer = setTimeout(() => void report(), EVERY_MS);
	}

	const soon = () => {
		clearTimeout(timer);
		timer = setTimeout(() => void report(), 500);
	};
	addEventListener('resize', soon);
	void report();
	return {
		soon,
		stop() {
			stopped = true;
			clearTimeout(timer);
			removeEventListener('resize', soon);
		}
	};
}
