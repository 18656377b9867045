/** 谁能完成、谁有难度、谁完不成: how likely a target is still reached. docs/SPEC.md, OUTLOOK-*. */
import { wholeOrNothing } from './exact.ts';
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
	/** What is left of the period, today by its share, in hundredths of a working day. */
	remainingWeight: number;
	/** Results of the subject's own working days, oldest first, days of 0 included; the last 60 count. */
	history: readonly number[];
	/** Subject, period and business date, so that the same day gives the same answer. */
	seed: string;
	trials?: number;
}

const HISTORY_DAYS = 60;
const TRIALS = 1000;
const WILL = 0.8;
const WONT = 0.2;
/** More working days than any period has left; keeps a nonsensical weight from running for ever. */
const MOST_DAYS = 1000;
const MOST_TRIALS = 100_000;

const verdictOf = (probability: number): OutlookVerdict =>
	probability >= WILL ? 'will' : probability < WONT ? 'wont' : 'hard';

const clamp = (n: number, most: number): number => (n > 0 ? Math.min(n, most) : 0);

/** What a whole or a part of a period could bring. */
export interface Sampling {
	/** Results of the subject's own working days, oldest first; the last 60 count. */
	history: readonly number[];
	/** Of the days to draw, in hundredths of a working day. */
	weight: number;
	seed: string;
	trials?: number | undefined;
}

/**
 * Bootstrap (Efron 1979): each trial draws, with replacement, one past day for every working day of the weight and
 * the matching part of one for the remainder of a day. Empty when there is nothing to draw from.
 */
export function trialSums({ history, weight, seed, trials = TRIALS }: Sampling): number[] {
	const days = history.filter(Number.isSafeInteger).slice(-HISTORY_DAYS);
	if (days.length === 0) return [];
	const random = seededRandom(seed);
	const draw = (): number => days[Math.floor(random() * days.length)] ?? 0;
	const left = clamp(weight / 100, MOST_DAYS);
	const wholeDays = Math.floor(left);
	const partOfDay = left - wholeDays;
	const count = Math.max(1, Math.floor(clamp(trials, MOST_TRIALS)));
	return Array.from({ length: count }, () => {
		let sum = partOfDay > 0 ? partOfDay * draw() : 0;
		for (let day = 0; day < wholeDays; day++) sum += draw();
		return sum;
	});
}

/**
 * The probability is the share of trials that reach the target. Undefined when the target is open and there is
 * nothing to draw from.
 */
export function outlook(input: OutlookInput): Outlook | undefined {
	const target = wholeOrNothing(input.target);
	const actual = wholeOrNothing(input.actual);
	if (target === undefined || actual === undefined) return undefined;
	const gap = target - actual;
	if (gap <= 0) return { probability: 1, verdict: 'will' };
	const { history, remainingWeight: weight, seed, trials } = input;
	const sums = trialSums({ history, weight, seed, trials });
	if (sums.length === 0) return undefined;
	const probability = sums.filter((sum) => sum >= gap).length / sums.length;
	return { probability, verdict: verdictOf(probability) };
}

/** What the subject's own history carries (SPLIT-8): up to `sure` it will, up to `most` with difficulty. */
export interface Reach {
	sure: number;
	most: number;
}

/** The verdict on any amount by two limits, so that it need not be sampled anew while somebody types. */
export function reachOf(sampling: Sampling): Reach | undefined {
	const sums = trialSums(sampling).sort((a, b) => b - a);
	if (sums.length === 0) return undefined;
	const reachedBy = (share: number): number =>
		Math.max(0, Math.floor(sums[Math.ceil(share * sums.length) - 1] ?? 0));
	return { sure: reachedBy(WILL), most: reachedBy(WONT) };
}

export const verdictWithin = ({ sure, most }: Reach, amount: number): OutlookVerdict =>
	amount <= sure ? 'will' : amount <= most ? 'hard' : 'wont';
