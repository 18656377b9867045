/**
 * The rows of a list glide to their new places. All places are read, then all rows are moved: a TV lays the page out once for
 * a new order, and not at all while the order stays. (`animate:flip` reads and writes row by row, at every change of a figure.)
 */
interface Place {
	x: number;
	y: number;
}

interface Glide {
	/** Changes with the order of the rows. */
	order: string;
	/** Milliseconds; 0 where motion is not wanted. */
	duration: number;
}

/** `cubicOut`, as CSS writes it. */
const EASING = 'cubic-bezier(0.33, 1, 0.68, 1)';

const screenSize = (): string => `${innerWidth} ${innerHeight}`;

/** An action for the element whose children are the rows. What leaves is out of the flow: `position: absolute`. */
export function glide(list: HTMLElement, { order, duration }: Glide) {
	let size = screenSize();
	let places = readPlaces();
	let closed = false;
	/** How far a row was from its place when it set out. */
	const moving = new Map<HTMLElement, Place & { animation: Animation }>();

	function readPlaces(): Map<HTMLElement, Place> {
		const rows = [...list.children] as HTMLElement[];
		return new Map(
			rows
				.filter(({ style }) => style.position !== 'absolute')
				.map((row) => [row, { x: row.offsetLeft, y: row.offsetTop }])
		);
	}

	/** How far a row is from its place now; nothing is measured for it. */
	function awayFromPlace(row: HTMLElement): Place {
		const glides = moving.get(row);
		const progress = glides?.animation.effect?.getComputedTiming().progress;
		if (!glides || typeof progress !== 'number') return { x: 0, y: 0 };
		return { x: glides.x * (1 - progress), y: glides.y * (1 - progress) };
	}

	function move(row: HTMLElement, { x, y }: Place): void {
		moving.get(row)?.animation.cancel();
		const from = { transform: `translate(${x}px, ${y}px)` };
		const animation = row.animate([from, { transform: 'none' }], { duration, easing: EASING });
		const forget = () => {
			if (moving.get(row)?.animation === animation) moving.delete(row);
		};
		animation.onfinish = animation.oncancel = forget;
		moving.set(row, { x, y, animation });
	}

	function settle(): void {
		if (closed) return;
		const before = places;
		const resized = size !== screenSize();
		places = readPlaces();
		size = screenSize();
		if (resized || duration === 0) return;
		const moves: [HTMLElement, Place][] = [];
		for (const [row, to] of places) {
			const from = before.get(row);
			if (!from || (from.x === to.x && from.y === to.y)) continue;
			const away = awayFromPlace(row);
			moves.push([row, { x: from.x + away.x - to.x, y: from.y + away.y - to.y }]);
		}
		for (const [row, from] of moves) move(row, from);
	}

	return {
		update(next: Glide) {
			duration = next.duration;
			if (next.order === order) return;
			order = next.order;
			// When the rows stand in their new order, before they are drawn.
			queueMicrotask(settle);
		},
		destroy() {
			closed = true;
			for (const { animation } of moving.values()) animation.cancel();
		}
	};
}
