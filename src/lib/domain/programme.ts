/**
 * What is on at an instant: the same answer on every screen of a board, and after every reload. docs/SPEC.md, SCENE-*.
 * Runs on the wall: nothing but arithmetic.
 */

/** Epoch milliseconds, the end not included. */
export interface Span {
	from: number;
	until: number;
}

/**
 * How a scene takes its turns while it is on: after every other scene (`often`), or in place of all that are not alone
 * themselves (`alone`). Unless said, it comes round with the others. SPRINT-1.
 */
export const TURNS = ['often', 'alone'] as const;
export type Turns = (typeof TURNS)[number];

export interface Programmed {
	id: string;
	seconds: number;
	turns?: Turns;
	/** When it is on; absent: always. */
	spans?: readonly Span[];
}

/** What is on, since when and until when, and how often it was on before. */
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

/** One round of the scenes that are on: what comes often stands after every other, each of several in its turn (SPRINT-1). */
function roundOf(scenes: readonly Programmed[]): Programmed[] {
	const alone = scenes.filter(({ turns }) => turns === 'alone');
	if (alone.length > 0) return alone;
	const often = scenes.filter(({ turns }) => turns === 'often');
	const others = scenes.filter(({ turns }) => turns === undefined);
	if (often.length === 0 || others.length === 0) return [...scenes];
	// So many that each of them comes round, also where they are more than the others.
	const count = Math.max(others.length, often.length);
	return Array.from({ length: count }, (_, i) => [
		others[i % others.length]!,
		often[i % often.length]!
	]).flat();
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
	const scenes = roundOf(programme.filter((scene) => isOn(scene, at)));
	const cycle = scenes.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
	if (cycle <= 0) return undefined;
	const { before, after } = edgesAround(programme, at);
	const origin = Math.max(dayStart, before);
	const round = Math.floor((at - origin) / cycle);
	let since = origin + round * cycle;
	for (const [i, { id, seconds }] of scenes.entries()) {
		const until = since + seconds * 1000;
		if (at < until)
			return { id, since, until: Math.min(until, after), round: timesBefore(scenes, i, round) };
		since = until;
	}
	return undefined;
}

/** How often the scene at a place of the round had its turn before: its pages go on from there. */
function timesBefore(scenes: readonly Programmed[], place: number, round: number): number {
	const places = scenes.flatMap(({ id }, i) => (id === scenes[place]!.id ? [i] : []));
	return round * places.length + places.indexOf(place);
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
