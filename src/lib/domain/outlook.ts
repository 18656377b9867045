/** 谁能完成、谁有难度、谁完不成: how likely a target is still reached. docs/SPEC.md, OUTLOOK-*. */
import { wholeOrNothing } from './exact.ts';
import { addDays, periodKey } from './period.ts';
import type { IsoDate, Period } from './period.ts';
import { seededRandom } from './random.ts';

export type OutlookVerdict = 'will' | 'hard' | 'wont';

export interface Outlook {
	/** 0 to 1 */
	probability: number;
	verdict: OutlookVerdict;
}

export interface OutlookInput {
	/** Amounts in the metric's unit. */
	target: number;
	actual: number;
	/** Working days that are left of the period, today by its share (PACE-1); a decimal. */
	remainingDays: number;
	/** Results of the subject's own working days, oldest first, days of 0 included; the last 60 count. */
	history: readonly number[];
	/** `seedOf` the subject's period on the business date, so that the same day gives the same answer. */
	seed: string;
	trials?: number | undefined;
}

/** Working days that are drawn from, and how many days back they may lie. */
const HISTORY_DAYS = 60;
const HISTORY_REACH = 180;
const TRIALS = 1000;
const WILL = 0.8;
const WONT = 0.2;
/** More working days than any period has left; keeps a nonsensical number from running for ever. */
const MOST_DAYS = 1000;
const MOST_TRIALS = 100_000;

const verdictOf = (probability: number): OutlookVerdict =>
	probability >= WILL ? 'will' : probability < WONT ? 'wont' : 'hard';

const clamp = (n: number, most: number): number => (n > 0 ? Math.min(n, most) : 0);

/** The dates before a business date that history is taken from. */
export const historySpan = (today: IsoDate): { from: IsoDate; to: IsoDate } => ({
	from: addDays(today, -HISTORY_REACH),
	to: addDays(today, -1)
});

/** Results of the last working days among `dates`, from the first one that has any on. `weights` belong to `dates`. */
export function historyOf(
	dates: readonly IsoDate[],
	weights: readonly number[],
	results: ReadonlyMap<IsoDate, number>
): number[] {
	const working = dates.filter((_, i) => weights[i]! > 0);
	const first = working.findIndex((date) => results.has(date));
	if (first === -1) return [];
	return working
		.slice(first)
		.slice(-HISTORY_DAYS)
		.map((date) => results.get(date) ?? 0);
}

/** By codes, which are the same on every machine and after a restore. */
export const seedOf = (of: {
	subject: { kind: string; code: string };
	metric: { code: string };
	period: Period;
	today: IsoDate;
}): string =>
	`${of.subject.kind}:${of.subject.code}:${of.metric.code}:${periodKey(of.period)}:${of.today}`;

/** What is to be drawn. */
export interface Draw {
	history: readonly number[];
	wholeDays: number;
	seed: string;
	trials?: number | undefined;
}

/**
 * What was drawn, before it is known how much of the day that has begun is left and what is missing: as long as neither
 * history, seed nor whole days change, the same trials answer again and again, each time by a thousand additions.
 */
export interface Trials {
	readonly days: readonly number[];
	/** By trial: what its whole days come to, and which of `days` it drew for the part of one. */
	readonly whole: Float64Array;
	readonly part: Uint8Array;
}

/** Bootstrap (Efron 1979): each trial draws past days with replacement. Empty when there is nothing to draw from. */
export function drawTrials({ history, wholeDays, seed, trials = TRIALS }: Draw): Trials {
	const days = history.filter(Number.isSafeInteger).slice(-HISTORY_DAYS);
	const count = days.length === 0 ? 0 : Math.max(1, Math.floor(clamp(trials, MOST_TRIALS)));
	const [whole, part] = [new Float64Array(count), new Uint8Array(count)];
	const random = seededRandom(seed);
	for (let trial = 0; trial < count; trial++) {
		part[trial] = Math.floor(random() * days.length);
		let sum = 0;
		for (let day = 0; day < wholeDays; day++) sum += days[Math.floor(random() * days.length)]!;
		whole[trial] = sum;
	}
	return { days, whole, part };
}

/** Days as the whole ones and the part of one. */
function dayParts(days: number): { wholeDays: number; partOfDay: number } {
	const left = clamp(days, MOST_DAYS);
	const wholeDays = Math.floor(left);
	return { wholeDays, partOfDay: left - wholeDays };
}

const sumOf = ({ days, whole, part }: Trials, trial: number, partOfDay: number): number =>
	whole[trial]! + partOfDay * days[part[trial]!]!;

/**
 * The probability is the share of trials that reach the target. Undefined when the target is open and there is
 * nothing to draw from. `draw`: whoever keeps trials gives them here.
 */
export function outlook(
	input: OutlookInput,
	draw: (of: Draw) => Trials = drawTrials
): Outlook | undefined {
	const target = wholeOrNothing(input.target);
	const actual = wholeOrNothing(input.actual);
	if (target === undefined || actual === undefined) return undefined;
	const gap = target - actual;
	if (gap <= 0) return { probability: 1, verdict: 'will' };
	const { history, seed, trials: count } = input;
	const { wholeDays, partOfDay } = dayParts(input.remainingDays);
	const trials = draw({ history, wholeDays, seed, trials: count });
	const { length } = trials.whole;
	if (length === 0) return undefined;
	let reached = 0;
	for (let trial = 0; trial < length; trial++)
		if (sumOf(trials, trial, partOfDay) >= gap) reached++;
	const probability = reached / length;
	return { probability, verdict: verdictOf(probability) };
}

/** What a whole period could bring. */
export interface Sampling {
	/** Results of the subject's own working days, oldest first; the last 60 count. */
	history: readonly number[];
	/** Working days to draw. */
	days: number;
	seed: string;
	trials?: number | undefined;
}

/** What the subject's own history carries (SPLIT-8): up to `sure` it will, up to `most` with difficulty. */
export interface Reach {
	sure: number;
	most: number;
}

/** The verdict on any amount by two limits, so that it need not be sampled anew while somebody types. */
export function reachOf({ days, ...of }: Sampling): Reach | undefined {
	const { wholeDays, partOfDay } = dayParts(days);
	const trials = drawTrials({ ...of, wholeDays });
	if (trials.whole.length === 0) return undefined;
	const sums = trials.whole
		.map((_, trial) => sumOf(trials, trial, partOfDay))
		.sort()
		.reverse();
	const reachedBy = (share: number): number =>
		Math.max(0, Math.floor(sums[Math.ceil(share * sums.length) - 1] ?? 0));
	return { sure: reachedBy(WILL), most: reachedBy(WONT) };
}

export const verdictWithin = ({ sure, most }: Reach, amount: number): OutlookVerdict =>
	amount <= sure ? 'will' : amount <= most ? 'hard' : 'wont';
