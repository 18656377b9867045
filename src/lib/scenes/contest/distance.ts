import { scoreText } from '$lib/components/contests/words.ts';
import { numberFormat, type Locale } from '$lib/format/locale.ts';
import { m } from '$lib/paraglide/messages.js';
import type { StagedContest } from '../states.ts';

/** How far two scores are apart: shares by percentage points, and without a sign. */
export function distanceText(
	score: number,
	contest: StagedContest,
	of: { fractionDigits: number; locale: Locale }
): string {
	if (contest.scale !== 'share') return scoreText(score, contest, of);
	return m.scene_contest_points_apart({ points: numberFormat(of.locale, 1).format(score / 100) });
}
