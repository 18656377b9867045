/** A round of answers as the open table shows it at an instant. */
import {
	countRound,
	isOver,
	standingAnswer,
	standingOf,
	type RoundCount,
	type Standing
} from '$lib/domain/agreement.ts';
import type { RoundView, SaidView } from '$server/targets/round-view.ts';
import type { SplitView } from '$server/targets/split-view.ts';

export interface ChildPicture {
	standing: Standing;
	/** What the round offers. */
	offered: number;
	/** The answer that stands; without one the last that was given, which counts no more. */
	said: SaidView | undefined;
	outdated: boolean;
}

export interface RoundPicture {
	round: RoundView;
	/** Answers are still taken. */
	open: boolean;
	over: boolean;
	count: RoundCount;
	children: ReadonlyMap<string, ChildPicture>;
}

/** Of the version that is shown; undefined when nobody was ever asked about it. */
export function roundPicture({ shown }: SplitView, now: number): RoundPicture | undefined {
	const round = shown?.rounds?.[0];
	if (!shown || !round) return undefined;
	const at = round.ended?.at ?? now;
	const children = new Map(
		shown.parts.map(([key, , offered]): [string, ChildPicture] => {
			const own = shown.said.filter(({ child }) => child === key);
			const stands = standingAnswer(offered, own);
			return [
				key,
				{
					standing: standingOf(offered, own, round, at),
					offered,
					said: stands ?? own[own.length - 1],
					outdated: stands === undefined
				}
			];
		})
	);
	return {
		round,
		open: round.ended === undefined,
		over: isOver(round, at),
		count: countRound([...children.values()].map(({ standing }) => standing)),
		children
	};
}
