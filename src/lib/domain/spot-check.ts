/** 突击检查: a random, unannounced pick of what to verify. docs/SPEC.md, FLOOR-6 to FLOOR-8. */
import { seededRandom } from './random.ts';

export const SPOT_KINDS = ['entry', 'visit', 'report'] as const;
export type SpotKind = (typeof SPOT_KINDS)[number];

export const SPOT_RESULTS = ['right', 'wrong', 'unclear'] as const;
export type SpotResult = (typeof SPOT_RESULTS)[number];

/** Something that can be verified. */
export interface SpotThing {
	kind: SpotKind;
	/** Position of the entry, id of the visit, business date of the report. */
	ref: string;
}

/** A rep who has something to verify. */
export interface SpotRep {
	code: string;
	/** Days since the last check, 0 today; undefined: never checked. */
	daysSince?: number | undefined;
}

/** Whoever was checked as long ago as this, or never, weighs the most. */
const FULL_DAYS = 30;

/** How likely a rep is drawn compared with the others; at least 1, so that nobody is safe (FLOOR-7). */
export const spotWeight = (daysSince: number | undefined): number =>
	1 + Math.min(FULL_DAYS, Math.max(0, daysSince ?? FULL_DAYS));

/** The rep to look at: the longer ago the last check, the likelier. The order of the reps makes no difference. */
export function drawRep(reps: readonly SpotRep[], seed: string): SpotRep | undefined {
	const sorted = [...reps].sort((a, b) => (a.code < b.code ? -1 : 1));
	const total = sorted.reduce((sum, { daysSince }) => sum + spotWeight(daysSince), 0);
	let left = seededRandom(`${seed} rep`)() * total;
	return (
		sorted.find(({ daysSince }) => (left -= spotWeight(daysSince)) < 0) ?? sorted[sorted.length - 1]
	);
}

/** What of theirs to verify: first the kind, so that many entries do not drown the visits, then one of it. */
export function drawThing(things: readonly SpotThing[], seed: string): SpotThing | undefined {
	const random = seededRandom(`${seed} thing`);
	const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
	const kinds = SPOT_KINDS.filter((kind) => things.some((thing) => thing.kind === kind));
	const kind = pick(kinds);
	const ofKind = things
		.filter((thing) => thing.kind === kind)
		.sort((a, b) => (a.ref < b.ref ? -1 : 1));
	return pick(ofKind);
}
