/**
 * What is on at an instant: the same answer on every screen of a board, and after every reload. docs/SPEC.md, SCENE-*.
 * Runs on the wall: nothing but arithmetic.
 */

/** Epoch milliseconds, the end not included. */
export interface Span {
	from: number;
	until: number;
}

export interface Programmed {
	id: string;
	seconds: number;
	/** When it is on; absent: always. */
	spans?: readonly Span[];
}

/** What is on, since when and until when, and how often everything has come round before. */
export interface Turn {
	id: string;
	since: number;
	until: number;
	round: number;
}

const isOn = ({ spans }: Programmed, at: number): boolean =>
	!spans || spans.some(({ from, until }) => from <= at && at < until);

/** The instants around `at` at which a scene comes on or goes off. */
function edgesAround(
	programme: readonly Programmed[],
	at: number
): { before: number; after: number } {
	const edges = programme.flatMap(({ spans = [] }) =>
		spans.flatMap(({ from, until }) => [from, until])
	);
	return {
		before: Math.max(-Infinity, ...edges.filter((edge) => edge <= at)),
		after: Math.min(Infinity, ...edges.filter((edge) => edge > at))
	};
}

/**
 * The turn at an instant. The scenes that are on come round in their order, counted from the beginning of the day or, if
 * that is later, from when one last came on or went off. Undefined: nothing is on.
 */
export function turnAt(
	programme: readonly Programmed[],
	at: number,
	dayStart: number
): Turn | undefined {
	const scenes = programme.filter((scene) => isOn(scene, at));
	const cycle = scenes.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
	if (cycle <= 0) return undefined;
	const { before, after } = edgesAround(programme, at);
	const origin = Math.max(dayStart, before);
	const round = Math.floor((at - origin) / cycle);
	let since = origin + round * cycle;
	for (const { id, seconds } of scenes) {
		const until = since + seconds * 1000;
		if (at < until) return { id, since, until: Math.min(until, after), round };
		since = until;
	}
	return undefined;
}

/** Whether there is an instant of the day at which nothing is on. */
export function hasGap(programme: readonly Programmed[], day: Span): boolean {
	const looks = [day.from, ...programme.flatMap(({ spans = [] }) => spans.map((s) => s.until))];
	return looks.some(
		(at) => at >= day.from && at < day.until && !programme.some((scene) => isOn(scene, at))
	);
}

/** No page is shown more briefly than this. */
const SHORTEST_PAGE_MS = 6_000;

/**
 * Which page of a scene shows: all of them share its turn; where that leaves too little for each, the turn shows as many
 * as fit, and the next round goes on from there.
 */
export function pageAt(pages: number, turn: Omit<Turn, 'id'>, at: number): number {
	if (pages <= 1) return 0;
	const length = turn.until - turn.since;
	const shown = Math.max(1, Math.min(pages, Math.floor(length / SHORTEST_PAGE_MS)));
	const passed = Math.min(Math.max(0, at - turn.since), length - 1);
	return (turn.round * shown + Math.floor(passed / (length / shown))) % pages;
}
