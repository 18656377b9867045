/** Contests in words. */
import type { ContestKind } from '$lib/domain/contest.ts';
import type { Badge } from '$lib/domain/honour.ts';
import { amountText, type Measure } from '$lib/format/amount.ts';
import { numberFormat, type Locale } from '$lib/format/locale.ts';
import { metricName } from '$lib/format/metric.ts';
import { percent } from '$lib/format/percent.ts';
import { shortDate } from '$lib/format/time.ts';
import type { ContestState } from '$lib/live/contest.ts';
import { m } from '$lib/paraglide/messages.js';

const KIND: Readonly<Record<ContestKind, () => string>> = {
	highest: m.contests_kind_highest,
	'first-to-goal': m.contests_kind_first,
	'most-improved': m.contests_kind_improved,
	bracket: m.contests_kind_bracket
};
export const kindName = (kind: ContestKind): string => KIND[kind]();

const BADGE: Readonly<Record<Badge, { name: () => string; why: () => string }>> = {
	'first-sale': { name: m.badge_first_sale, why: m.badge_first_sale_why },
	streak: { name: m.badge_streak, why: m.badge_streak_why },
	'hat-trick': { name: m.badge_hat_trick, why: m.badge_hat_trick_why },
	'big-ten': { name: m.badge_big_ten, why: m.badge_big_ten_why },
	comeback: { name: m.badge_comeback, why: m.badge_comeback_why },
	champion: { name: m.badge_champion, why: m.badge_champion_why }
};
export const badgeName = (badge: Badge): string => BADGE[badge].name();
export const badgeWhy = (badge: Badge): string => BADGE[badge].why();

type Scored = Pick<ContestState, 'scale' | 'metric' | 'kind'>;

/** A score in the contest's scale: an amount, points, a share of the target, or growth with its sign. */
export function scoreText(
	score: number | undefined,
	{ scale, metric, kind }: Scored,
	{ fractionDigits, locale }: { fractionDigits: number; locale: Locale }
): string {
	if (score === undefined) return '–';
	if (scale === 'points')
		return m.contests_points({
			points: numberFormat(locale, score % 1_000 === 0 ? 0 : 1).format(score / 1_000)
		});
	if (scale === 'share') {
		const share = `${percent(score / 10_000, 1, locale)}%`;
		return kind === 'most-improved' && score > 0 ? `+${share}` : share;
	}
	const measure: Measure = { kind: metric?.kind ?? 'count', fractionDigits };
	return amountText(score, measure, locale);
}

/** What is counted, of whom, from when to when: one line. */
export function rulesText(
	contest: Omit<ContestState, 'rows'>,
	{ fractionDigits, locale }: { fractionDigits: number; locale: Locale }
): string {
	const { metric, points, unit, level, handicap, goal, from, to } = contest;
	const counted = metric
		? metricName(metric)
		: (points ?? []).map((one) => metricName({ code: one.metric, name: one.name })).join(' + ');
	const parts = [
		m.contests_scope({
			unit: unit.name,
			who: level === 'team' ? m.contests_level_team() : m.contests_level_rep()
		}),
		points ? m.contests_by_points({ metrics: counted }) : counted,
		...(handicap ? [m.contests_by_handicap()] : []),
		...(goal === undefined
			? []
			: [m.contests_goal_line({ goal: scoreText(goal, contest, { fractionDigits, locale }) })]),
		`${shortDate(from, locale)} – ${shortDate(to, locale)}`
	];
	return parts.join(' · ');
}
