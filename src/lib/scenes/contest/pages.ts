/** How contests are laid out over the pages of a turn. */
import type { ContestScene, StagedContest } from '../states.ts';

export type ContestPage =
	| { kind: 'coming' | 'standing' | 'duel' | 'bracket' | 'ceremony'; contest: StagedContest }
	/** Matches of a round that is too large for a tree. */
	| { kind: 'matches'; contest: StagedContest; first: number; end: number }
	| { kind: 'former' };

/** A tree of more is not read from afar. */
export const TREE_MATCHES = 4;
const MATCHES_PER_PAGE = 12;

/** The one that is played, or the final. */
export const lastRound = ({ rounds }: Pick<StagedContest, 'rounds'>) => rounds?.[rounds.length - 1];

function bracketPages(contest: StagedContest): ContestPage[] {
	const matches = lastRound(contest)?.matches.length ?? 0;
	if (matches <= TREE_MATCHES) return [{ kind: 'bracket', contest }];
	const pages = Math.ceil(matches / MATCHES_PER_PAGE);
	const each = Math.ceil(matches / pages);
	return Array.from({ length: pages }, (_, i) => ({
		kind: 'matches' as const,
		contest,
		first: i * each,
		end: Math.min(matches, (i + 1) * each)
	}));
}

function pagesOfContest(contest: StagedContest): ContestPage[] {
	const isBracket = contest.kind === 'bracket' && contest.rounds !== undefined;
	if (contest.settledAt !== undefined)
		return [{ kind: 'ceremony', contest }, ...(isBracket ? bracketPages(contest) : [])];
	if (contest.phase === 'coming') return [{ kind: 'coming', contest }];
	if (isBracket) return bracketPages(contest);
	return [{ kind: contest.total === 2 ? 'duel' : 'standing', contest }];
}

/** Every contest on stage with its pages, and who won before. */
export function contestPages({
	stage,
	former
}: Pick<ContestScene, 'stage' | 'former'>): ContestPage[] {
	const contests = stage.order.flatMap((id) => stage.rows[id] ?? []);
	return [
		...contests.flatMap(pagesOfContest),
		...(former.length > 0 ? [{ kind: 'former' } as const] : [])
	];
}

/** How long the course of a standing is, and where its goal stands on it; in the contest's scale. */
export function courseOf(contest: StagedContest): { length: number; goal?: number } {
	const top = Math.max(0, ...Object.values(contest.rows.rows).map(({ score = 0 }) => score));
	// With a handicap everybody's own target is the line.
	const goal =
		contest.goal ??
		(contest.handicap && contest.scale === 'share' && contest.kind !== 'most-improved'
			? 10_000
			: undefined);
	if (goal === undefined) return { length: Math.max(1, top) };
	return { length: Math.max(goal, Math.min(top, goal * 1.5)), goal };
}
