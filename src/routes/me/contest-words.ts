/** Where one stands in a contest, in words with *emphasis*. */
import { scoreText } from '$lib/components/contests/words.ts';
import { enoughText } from '$lib/format/amount.ts';
import { numberFormat, type Locale } from '$lib/format/locale.ts';
import type { MeContest } from '$lib/live/me.ts';
import { m } from '$lib/paraglide/messages.js';

interface Words {
	fractionDigits: number;
	locale: Locale;
}

/** What lies between two scores, rounded up: as much as it says is enough. */
function gapText(
	apart: number,
	{ scale, metric }: Pick<MeContest, 'scale' | 'metric'>,
	{ fractionDigits, locale }: Words
): string {
	const tenths = (least: number) => numberFormat(locale, 1).format(Math.ceil(apart / least) / 10);
	if (scale === 'points') return m.contests_points({ points: tenths(100) });
	if (scale === 'share') return m.me_contest_points_apart({ points: tenths(10) });
	return enoughText(apart, { kind: metric?.kind ?? 'count', fractionDigits }, locale);
}

function duelText(contest: MeContest, words: Words): string {
	const { own, theirs, rival } = contest.duel!;
	if (rival === undefined) return m.me_contest_bye();
	const of = { ...contest, kind: contest.kind };
	return m.me_contest_duel({
		name: rival,
		own: scoreText(own, of, words),
		theirs: scoreText(theirs, of, words)
	});
}

/** The one thing to know: whom to catch up with, what is missing, or that one leads. */
export function standingText(contest: MeContest, words: Words): string {
	const { out, duel, finished, score, goal, rank, above, behind } = contest;
	if (out) return m.me_contest_out();
	if (duel) return duelText(contest, words);
	if (finished) return m.me_contest_finished({ rank });
	if (score === undefined) return m.me_contest_none();
	if (goal !== undefined)
		return m.me_contest_goal({
			goal: scoreText(goal, contest, words),
			gap: gapText(goal - score, contest, words)
		});
	if (above)
		return m.me_contest_gap({ name: above.name, gap: gapText(above.apart, contest, words) });
	if (score > 0 && behind)
		return m.me_contest_lead({ name: behind.name, gap: gapText(behind.apart, contest, words) });
	return score > 0 ? m.me_contest_first() : m.me_contest_none();
}
