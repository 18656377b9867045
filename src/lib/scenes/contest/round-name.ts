import { m } from '$lib/paraglide/messages.js';

/** A round of a bracket by its number of matches. */
export const roundName = (matches: number): string =>
	matches === 1
		? m.contests_final()
		: matches === 2
			? m.contests_semifinal()
			: m.contests_round_of({ count: matches * 2 });
