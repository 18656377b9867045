/**
 * Who is ahead in a contest and who has won it, from results day by day. Amounts in the metric's unit; weighted by points
 * they are points. docs/SPEC.md, CONTEST-*.
 */
import { daysBetween, type IsoDate } from './date.ts';
import { addDays, contains } from './period.ts';
import { rank, type Standing } from './standing.ts';

export const CONTEST_KINDS = ['highest', 'first-to-goal', 'most-improved', 'bracket'] as const;
export type ContestKind = (typeof CONTEST_KINDS)[number];

/** `coming` before its first day, `over` once its last has ended, and as soon as a goal is reached. */
export type ContestPhase = 'coming' | 'running' | 'over';

export interface ContestRules {
	kind: ContestKind;
	from: IsoDate;
	to: IsoDate;
	/** Attainment of the target over the contest's days counts, not the amount (CONTEST-4). */
	handicap: boolean;
	/** What has to be reached: an amount, points, or with a handicap a share of the target in basis points. */
	goal?: number | undefined;
}

export interface ContestSubject {
	code: string;
	/** Summed target over the contest's days; 0 or absent: no handicap can be reckoned. */
	target?: number | undefined;
}

/** What one entry did to a subject, in the order of the ledger. */
export interface ContestStep {
	code: string;
	position: number;
	day: IsoDate;
	amount: number;
}

/** A subject's results by business date, and the position that last changed them. */
export interface ContestResult {
	days: Readonly<Record<IsoDate, number>>;
	reachedAt: number;
}

export const phaseOf = ({ from, to }: Pick<ContestRules, 'from' | 'to'>, today: IsoDate) =>
	today < from ? 'coming' : today > to ? 'over' : 'running';

/** A contest is on the walls from so many days before it begins to so many after it was decided (SCENE-310). */
export const STAGE_DAYS = { before: 7, after: 2 } as const;

interface Staged extends Pick<ContestRules, 'from' | 'to'> {
	id: number;
	/** Epoch milliseconds; absent while nobody has won. */
	settledAt?: number | undefined;
	/** Smaller is nearer. */
	place: number;
}

/** Orders what is on stage: the nearer unit, then what is decided (newest first), what runs (ending first), what comes. */
export function onStageFirst(today: IsoDate): (a: Staged, b: Staged) => number {
	const act = (one: Staged) =>
		one.settledAt !== undefined ? 0 : phaseOf(one, today) === 'coming' ? 2 : 1;
	const when = (one: Staged) => (act(one) === 2 ? one.from : one.to);
	return (a, b) =>
		a.place - b.place ||
		act(a) - act(b) ||
		(b.settledAt ?? 0) - (a.settledAt ?? 0) ||
		(when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : a.id - b.id);
}

const sumOf = ({ days }: ContestResult, within: { from: IsoDate; to: IsoDate }): number =>
	Object.entries(days).reduce(
		(sum, [day, amount]) => sum + (contains(within, day) ? amount : 0),
		0
	);

/** Amounts become shares of the target, in basis points rounded down: 100 % is not reached by a hair (CONTEST-4). */
export function scoreOf(
	{ handicap }: Pick<ContestRules, 'handicap'>,
	amount: number,
	target: number | undefined
): number | undefined {
	if (!handicap) return amount;
	if (target === undefined || target <= 0) return undefined;
	return Number((BigInt(amount) * 10_000n) / BigInt(target));
}

/**
 * Days of the past that improvement compares with: the `working` working days before the contest, as many as have been
 * worked in it (CONTEST-5).
 */
export function daysBefore(
	from: IsoDate,
	working: number,
	isWorkingDay: (day: IsoDate) => boolean
): { from: IsoDate; to: IsoDate } | undefined {
	let left = working;
	let day = from;
	// A year without enough working days compares with nothing.
	for (let i = 0; i < 366 && left > 0; i++) {
		day = addDays(day, -1);
		if (isWorkingDay(day)) left--;
	}
	return left > 0 || working === 0 ? undefined : { from: day, to: addDays(from, -1) };
}

const NOTHING: ContestResult = { days: {}, reachedAt: 0 };

/** Standing by what was brought from `from` to `to`; competition ranking, equals by who got there first (STAND-1, STAND-2). */
export function standingOf(
	rules: ContestRules,
	subjects: readonly ContestSubject[],
	results: ReadonlyMap<string, ContestResult>,
	{ from, to }: { from: IsoDate; to: IsoDate } = rules
): Standing[] {
	return rank(
		subjects.map(({ code, target }) => {
			const result = results.get(code) ?? NOTHING;
			return {
				code,
				value: scoreOf(rules, sumOf(result, { from, to }), target),
				reachedAt: result.reachedAt
			};
		})
	);
}

/** Standing by growth over the days before, in basis points; who had nothing then has no value (CONTEST-5). */
export function improvementOf(
	subjects: readonly ContestSubject[],
	now: ReadonlyMap<string, number>,
	before: ReadonlyMap<string, number>,
	reachedAt: ReadonlyMap<string, number>
): Standing[] {
	return rank(
		subjects.map(({ code }) => {
			const past = before.get(code) ?? 0;
			const present = now.get(code) ?? 0;
			const value =
				past > 0 ? Number((BigInt(present - past) * 10_000n) / BigInt(past)) : undefined;
			return { code, value, reachedAt: reachedAt.get(code) ?? 0 };
		})
	);
}

/**
 * Who reached the goal, in the order in which they did, each with the position that did it. What was later taken back does
 * not count: who has fallen below again is not among them (CONTEST-6).
 */
export function finishersOf(
	rules: ContestRules,
	subjects: readonly ContestSubject[],
	steps: readonly ContestStep[]
): { code: string; position: number }[] {
	const goal = rules.goal ?? Infinity;
	const targets = new Map(subjects.map(({ code, target }) => [code, target]));
	const sums = new Map<string, number>();
	const finished = new Map<string, number>();
	for (const { code, day, amount, position } of steps) {
		if (!targets.has(code) || !contains(rules, day)) continue;
		const sum = (sums.get(code) ?? 0) + amount;
		sums.set(code, sum);
		const isThere = (scoreOf(rules, sum, targets.get(code)) ?? -Infinity) >= goal;
		if (!isThere) finished.delete(code);
		else if (!finished.has(code)) finished.set(code, position);
	}
	return [...finished]
		.map(([code, position]) => ({ code, position }))
		.sort((a, b) => a.position - b.position || (a.code < b.code ? -1 : 1));
}

/** Who is there stands first, in the order in which they got there; the others behind them by their score (CONTEST-6). */
export function arrivals(
	standing: readonly Standing[],
	finishers: readonly { code: string }[]
): Standing[] {
	const byCode = new Map(standing.map((one) => [one.code, one]));
	const there = finishers.map(({ code }, i) => ({ ...byCode.get(code)!, rank: i + 1 }));
	const done = new Set(finishers.map(({ code }) => code));
	// Whoever is not there has less than anybody who is: their ranks are right already.
	return [...there, ...standing.filter(({ code }) => !done.has(code))];
}

export interface Round {
	from: IsoDate;
	to: IsoDate;
}

/** As many rounds as halve the field to one; of equal length, the last ones longer where it does not divide (CONTEST-7). */
export function roundsOf({ from, to }: Pick<ContestRules, 'from' | 'to'>, size: number): Round[] {
	const count = Math.max(1, Math.ceil(Math.log2(Math.max(2, size))));
	const days = daysBetween(from, to) + 1;
	return Array.from({ length: count }, (_, i) => ({
		from: addDays(from, Math.floor((days * i) / count)),
		to: addDays(from, Math.floor((days * (i + 1)) / count) - 1)
	}));
}

export interface Match {
	/** Seeded: the better seed first. One alone has a bye. */
	home: string;
	away?: string;
	homeScore?: number;
	awayScore?: number;
	/** Once the round is over; of a bye at once. */
	winner?: string;
}

/** The places of a bracket in which seed 1 meets seed 2 in the final at the earliest: 1 4 2 3 → 1–4, 2–3. */
export function seedOrder(size: number): number[] {
	let order = [1];
	while (order.length < size) {
		const sum = order.length * 2 + 1;
		order = order.flatMap((seed) => [seed, sum - seed]);
	}
	return order;
}

/**
 * The rounds of a bracket as far as they are known (CONTEST-7). `seeds`: codes, best first; places without anybody are byes
 * of the best. Of equal scores the better seed goes on.
 */
export function bracketOf(
	rules: ContestRules,
	seeds: readonly string[],
	scoreIn: (code: string, round: Round) => number,
	today: IsoDate
): { round: Round; matches: Match[] }[] {
	const rounds = roundsOf(rules, seeds.length);
	let field: (string | undefined)[] = seedOrder(2 ** rounds.length).map((seed) => seeds[seed - 1]);
	const seedOf = new Map(seeds.map((code, i) => [code, i]));
	const played: { round: Round; matches: Match[] }[] = [];
	for (const round of rounds) {
		const matches: Match[] = [];
		const next: (string | undefined)[] = [];
		for (let i = 0; i < field.length; i += 2) {
			const match = matchOf([field[i], field[i + 1]], round);
			if (match) matches.push(match);
			next.push(match?.winner);
		}
		played.push({ round, matches });
		if (today <= round.to) break;
		field = next;
	}
	return played;

	function matchOf(pair: (string | undefined)[], round: Round): Match | undefined {
		const [home, away] = pair
			.filter((code) => code !== undefined)
			.sort((a, b) => seedOf.get(a)! - seedOf.get(b)!);
		if (home === undefined) return undefined;
		if (away === undefined) return { home, winner: home };
		const [homeScore, awayScore] = [scoreIn(home, round), scoreIn(away, round)];
		const match = { home, away, homeScore, awayScore };
		if (today <= round.to) return match;
		return { ...match, winner: awayScore > homeScore ? away : home };
	}
}

/** Everybody who shares the first place with something to show for it. */
export const winnersOf = (standing: readonly Standing[]): string[] =>
	standing
		.filter(({ rank, value }) => rank === 1 && value !== undefined && value > 0)
		.map(({ code }) => code);
