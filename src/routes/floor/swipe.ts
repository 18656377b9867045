/** A finger that goes sideways, and not down the page with it. */
const SWIPE = 70;

/** `onswipe`: 1 to what comes after, -1 to what was before. */
export function swipes(onswipe: (by: 1 | -1) => void) {
	let from: { x: number; y: number } | undefined;
	return {
		ontouchstart({ touches }: TouchEvent): void {
			const [finger, second] = touches;
			from = finger && !second ? { x: finger.clientX, y: finger.clientY } : undefined;
		},
		ontouchend({ changedTouches: [end] }: TouchEvent): void {
			if (!from || !end) return;
			const [dx, dy] = [end.clientX - from.x, end.clientY - from.y];
			from = undefined;
			if (Math.abs(dx) > SWIPE && Math.abs(dx) > 2 * Math.abs(dy)) onswipe(dx < 0 ? 1 : -1);
		}
	};
}
