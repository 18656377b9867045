import { POINT_LINES } from '../../src/lib/forms/contest.ts';
import type { ContestForm } from '../../src/lib/forms/contest.ts';
import { daysBetween } from '../../src/lib/domain/period.ts';
import { readTyped, showTyped } from '../../src/lib/forms/typed-amount.ts';
import type { Mirror } from '../directory/mirror.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { contests } from './schema.ts';

export type Contest = typeof contests.$inferSelect;
export type ContestDraft = Pick<
	Contest,
	| 'name'
	| 'kind'
	| 'level'
	| 'unitId'
	| 'metricId'
	| 'weights'
	| 'handicap'
	| 'goal'
	| 'from'
	| 'to'
	| 'prize'
>;

const LONGEST_DAYS = 366;
const MOST_POINTS = 10_000;

function weightsIn(
	form: ContestForm,
	mirror: Mirror
): Outcome<{ weights: Record<string, number> }> {
	const weights: Record<string, number> = {};
	for (const line of POINT_LINES) {
		const [code, typed] = [form[`metric${line}`], form[`weight${line}`]];
		if (code === '') continue;
		if (!mirror.metrics.named(code))
			return failed(problem(`metric${line}`, 'unknown-metric', code));
		if (code in weights) return failed(problem(`metric${line}`, 'contest-metric-twice', code));
		const points = Number(typed);
		if (!Number.isInteger(points) || points < 1 || points > MOST_POINTS)
			return failed(problem(`weight${line}`, 'contest-bad-points', typed));
		weights[code] = points;
	}
	return Object.keys(weights).length > 0
		? { ok: true, weights }
		: failed(problem('metric1', 'required'));
}

/** The goal in the scale of the contest: an amount, thousandths of a point, basis points of a share. */
function goalIn(form: ContestForm, digits: number): Outcome<{ goal: number | null }> {
	if (form.kind !== 'first-to-goal') return { ok: true, goal: null };
	const isPoints = form.counting === 'points';
	const decimals = goalDigits({ handicap: form.handicap, isPoints }, digits);
	const read = readTyped(form.goal.replace(/[%％]$/, ''), decimals);
	if (!read.ok) return failed(problem('goal', read.reason, form.goal));
	return read.amount > 0
		? { ok: true, goal: read.amount }
		: failed(problem('goal', 'not-above-zero', form.goal));
}

/** The form as a contest; every field that does not fit is named. */
export function readContest(
	form: ContestForm,
	{ mirror, fractionDigits }: { mirror: Mirror; fractionDigits: number }
): Outcome<{ draft: ContestDraft }> {
	const problems: Problem[] = [];
	const unit = mirror.units.named(form.unit);
	if (!unit) problems.push(problem('unit', 'unknown-unit', form.unit));
	const isPoints = form.counting === 'points';
	const metric = isPoints ? undefined : mirror.metrics.named(form.metric);
	if (!isPoints && !metric) problems.push(problem('metric', 'unknown-metric', form.metric));
	const weights = isPoints ? weightsIn(form, mirror) : undefined;
	if (weights && !weights.ok) problems.push(...weights.problems);
	if (form.handicap && (isPoints || form.kind === 'most-improved'))
		problems.push(problem('handicap', 'contest-no-handicap'));
	if (form.to < form.from) problems.push(problem('to', 'until-before-since', form.to));
	else if (daysBetween(form.from, form.to) >= LONGEST_DAYS)
		problems.push(problem('to', 'contest-too-long', form.to));
	if (form.level === 'team' && unit && mirror.below(unit.id, 'team').length < 2)
		problems.push(problem('unit', 'contest-too-few', form.unit));
	const goal = goalIn(form, metric?.kind === 'money' ? fractionDigits : 0);
	if (!goal.ok) problems.push(...goal.problems);
	if (problems.length > 0 || !unit || !goal.ok) return failed(...problems);
	const { name, kind, level, handicap, from, to, prize } = form;
	return {
		ok: true,
		draft: {
			name,
			kind,
			level,
			unitId: unit.id,
			metricId: metric?.id ?? null,
			weights: weights?.ok ? weights.weights : null,
			handicap,
			goal: goal.goal,
			from,
			to,
			prize: prize || null
		}
	};
}

/** Decimals of what is typed as a goal. */
const goalDigits = (
	{ handicap, isPoints }: { handicap: boolean; isPoints: boolean },
	digits: number
): number => (handicap ? 2 : isPoints ? 3 : digits);

/** A contest as its form shows it; reading it again gives the same contest. */
export function showContest(
	contest: Contest,
	{ mirror, fractionDigits }: { mirror: Mirror; fractionDigits: number }
): Partial<ContestForm> {
	const metric = contest.metricId === null ? undefined : mirror.metrics.get(contest.metricId);
	const isPoints = contest.weights !== null;
	const digits = goalDigits(
		{ handicap: contest.handicap, isPoints },
		metric?.kind === 'money' ? fractionDigits : 0
	);
	const lines = Object.entries(contest.weights ?? {}).flatMap(([code, points], i) => [
		[`metric${i + 1}`, code],
		[`weight${i + 1}`, String(points)]
	]);
	const { name, kind, level, handicap, from, to } = contest;
	return {
		name,
		kind,
		level,
		unit: mirror.units.get(contest.unitId)!.code,
		counting: isPoints ? 'points' : 'metric',
		metric: metric?.code ?? '',
		...Object.fromEntries(lines),
		handicap,
		goal: contest.goal === null ? '' : showTyped(contest.goal, digits),
		from,
		to,
		prize: contest.prize ?? ''
	};
}

/** Thousandths of a point for an amount: `weight` points for 10,000 of the currency, or for a piece. */
export function pointsFor(
	amount: number,
	{ weight, isMoney, fractionDigits }: { weight: number; isMoney: boolean; fractionDigits: number }
): number {
	const unit = isMoney ? 10_000n * 10n ** BigInt(fractionDigits) : 1n;
	return Number((BigInt(amount) * BigInt(weight) * 1_000n) / unit);
}

/** Thirty days before a bracket begins: what its seeding is by (CONTEST-7). */
export const SEEDING_DAYS = 30;
