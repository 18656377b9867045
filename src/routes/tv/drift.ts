/** Moves the whole picture by a few pixels every few minutes, so that nothing burns into the panel. DISPLAY-13. */
const STEP_MS = 3 * 60_000;
/** In hundredths of the root's size: eight pixels at 1080p at the furthest. */
const REACH = 8;

/** Where the picture is at an instant; a walk that comes by every place and returns after nearly nine hours. */
export function driftAt(instant: number): { x: number; y: number } {
	const step = Math.floor(instant / STEP_MS);
	const swing = (period: number) => {
		const at = step % (2 * period);
		return Math.round(((at < period ? at : 2 * period - at) / period) * 2 * REACH - REACH) / 100;
	};
	return { x: swing(11), y: swing(8) };
}
