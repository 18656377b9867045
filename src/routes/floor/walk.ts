/** A walk around the floor, person by person. Pure; kept in the browser, so that it survives a reload. */
import type { FloorErrand, FloorKind } from './errands.ts';

export interface Walk {
	/** Business date and unit: another day's walk is over. */
	date: string;
	unit: string;
	/** Codes of the reps, in the order of the walk: it does not change under one's feet. */
	order: string[];
	/** With whom one is; the length of `order`: at the end. */
	at: number;
	/** Codes of whom one has seen. */
	seen: string[];
	/** What was done on the way. */
	did: { rep: string; kind: FloorKind }[];
}

export const beginWalk = (of: Pick<Walk, 'date' | 'unit' | 'order'>): Walk => ({
	...of,
	at: 0,
	seen: [],
	did: []
});

/** Whoever needs somebody; everybody, they first; team by team, by name. */
export type WalkOrder = 'need' | 'all' | 'seats';

interface Met {
	code: string;
	name: string;
	team: string;
}

/** Codes in the order of a walk. `team` is what the teams are called: so do they sit. */
export function orderOf(
	order: WalkOrder,
	{ needing, fine }: { needing: readonly Met[]; fine: readonly Met[] },
	locale: string
): string[] {
	if (order === 'need') return needing.map(({ code }) => code);
	const everyone = [...needing, ...fine];
	const seated = () =>
		[...everyone].sort(
			(a, b) => a.team.localeCompare(b.team, locale) || a.name.localeCompare(b.name, locale)
		);
	return (order === 'all' ? everyone : seated()).map(({ code }) => code);
}

export const currentOf = (walk: Walk): string | undefined => walk.order[walk.at];
export const isOver = (walk: Walk): boolean => walk.at >= walk.order.length;

/** One on, one back; to the end page, not beyond it. */
export const step = (walk: Walk, by: 1 | -1): Walk => ({
	...walk,
	at: Math.min(walk.order.length, Math.max(0, walk.at + by))
});

export function goTo(walk: Walk, rep: string): Walk {
	const at = walk.order.indexOf(rep);
	return at === -1 ? walk : { ...walk, at };
}

/** Notes what was done; whoever one did something with, one has seen. */
export function noteDone(walk: Walk, errand: FloorErrand): Walk {
	if (errand.kind === 'draw' || !walk.order.includes(errand.rep.code)) return walk;
	const rep = errand.rep.code;
	const seen = walk.seen.includes(rep) ? walk.seen : [...walk.seen, rep];
	// A photo belongs to its note.
	if (errand.kind === 'photo') return { ...walk, seen };
	return { ...walk, seen, did: [...walk.did, { rep, kind: errand.kind }] };
}

/** How often each thing was done; seeing somebody is counted by itself. */
export function summaryOf(walk: Walk): { kind: FloorKind; count: number }[] {
	const counts = new Map<FloorKind, number>();
	for (const { kind } of walk.did)
		if (kind !== 'seen') counts.set(kind, (counts.get(kind) ?? 0) + 1);
	return [...counts].map(([kind, count]) => ({ kind, count }));
}

export const missedOf = (walk: Walk): string[] =>
	walk.order.filter((code) => !walk.seen.includes(code));
