/** Cheers that come while somebody looks: each told once, a few at a time. docs/SPEC.md, POCKET-12. */
import type { MeCheer } from '$lib/live/me.ts';

/** What is older when it is first seen stands in the list only. */
const FRESH_MS = 60_000;
/** A big deal brings many at once: the rest stands in the list. */
const MOST = 5;

/** Which of the cheers are news to this page, oldest first; `known` are those it has seen. */
export function arrivals(
	cheers: readonly MeCheer[],
	known: ReadonlySet<string>,
	now: number
): MeCheer[] {
	return cheers
		.filter(({ id, at }) => !known.has(id) && now - at < FRESH_MS)
		.slice(0, MOST)
		.reverse();
}
