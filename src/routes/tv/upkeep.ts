/** Keeps a wall going that nobody touches for months: awake, drawing, and a fresh page each night. */
import type { Quiet } from './quiet.ts';
import { untilNightly } from './night.ts';
import { reloadIfServed } from '$lib/live/reload.ts';
import { createWatchdog } from './watchdog.ts';

const LOOK_EVERY_MS = 5_000;
const RETRY_MS = 5 * 60_000;

/** Chromium alone tells it. */
interface WithMemory {
	memory?: { usedJSHeapSize: number; jsHeapSizeLimit: number };
}

const memory = () => {
	const told = (performance as WithMemory).memory;
	return told && { used: told.usedJSHeapSize, limit: told.jsHeapSizeLimit };
};

/** Asks the system not to darken the screen; it forgets whenever the page is hidden. Needs a secure address. */
function holdAwake(): () => void {
	let lock: WakeLockSentinel | undefined;
	const ask = () => {
		if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
		navigator.wakeLock.request('screen').then(
			(given) => (lock = given),
			// A TV without power management has nothing to hold.
			() => {}
		);
	};
	document.addEventListener('visibilitychange', ask);
	ask();
	return () => {
		document.removeEventListener('visibilitychange', ask);
		void lock?.release();
	};
}

/** Calls `onIll` when the page has to be loaded anew. */
function watch(onIll: () => void): () => void {
	const dog = createWatchdog(() => performance.now());
	const note = () => dog.error();
	addEventListener('error', note);
	addEventListener('unhandledrejection', note);
	const timer = setInterval(() => {
		if (document.visibilityState === 'visible') requestAnimationFrame(() => dog.frame());
		else dog.rest();
		if (dog.illness(memory())) onIll();
	}, LOOK_EVERY_MS);
	return () => {
		clearInterval(timer);
		removeEventListener('error', note);
		removeEventListener('unhandledrejection', note);
	};
}

/** `minuteOfDay`: as the clock on the wall shows it. Gives the function that ends it. */
export function startUpkeep(options: {
	display: string;
	quiet: Quiet;
	minuteOfDay: () => number;
}): () => void {
	const { display, quiet, minuteOfDay } = options;
	let ended = false;
	let night: ReturnType<typeof setTimeout>;
	let ill = false;

	/** Tries until the server gives the page. */
	async function renew(): Promise<void> {
		await quiet.comes();
		if (ended || (await reloadIfServed())) return;
		night = setTimeout(() => void renew(), RETRY_MS);
	}

	night = setTimeout(() => void renew(), untilNightly(display, minuteOfDay()));
	const stopWatching = watch(() => {
		if (ill) return;
		ill = true;
		void reloadIfServed().finally(() => setTimeout(() => (ill = false), RETRY_MS));
	});
	const letSleep = holdAwake();
	return () => {
		ended = true;
		clearTimeout(night);
		stopWatching();
		letSleep();
	};
}
