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
const WILL = 0.8;
const WONT = 0.2;
/** More working days than any period has left; keeps a nonsensical weight from running for ever. */
const MOST_DAYS = 1000;
const MOST_TRIALS = 100_000;

const verdictOf = (probability: number): OutlookVerdict =>
	probability >= WILL ? 'will' : probability < WONT ? 'wont' : 'hard';

const clamp = (n: number, most: number): number => (n > 0 ? Math.min(n, most) : 0);

/**
 * Bootstrap (Efron 1979): each trial draws, with replacement, one past day for every working day left
 * and the matching part of one for the remainder of a day; the probability is the share of trials that
 * reach the target. Undefined when the target is open and there is nothing to draw from.
 */
export function outlook(input: OutlookInput): Outlook | undefined {
	const target = wholeOrNothing(input.target);
	const actual = wholeOrNothing(input.actual);
	if (target === undefined || actual === undefined) return undefined;
	const gap = target - actual;
	if (gap <= 0) return { probability: 1, verdict: 'will' };
	const days = input.history.filter(Number.isSafeInteger).slice(-HISTORY_DAYS);
	if (days.length === 0) return undefined;

	const random = seededRandom(input.seed);
	const draw = (): number => days[Math.floor(random() * days.length)] ?? 0;
	const left = clamp(input.remainingWeight / 100, MOST_DAYS);
	const wholeDays = Math.floor(left);
	const partOfDay = left - wholeDays;
	const trials = Math.max(1, Math.floor(clamp(input.trials ?? 1000, MOST_TRIALS)));

	let reached = 0;
	for (let trial = 0; trial < trials; trial++) {
		let sum = partOfDay > 0 ? partOfDay * draw() : 0;
		for (let day = 0; day < wholeDays; day++) sum += draw();
		if (sum >= gap) reached++;
	}
	const probability = reached / trials;
	return { probability, verdict: verdictOf(probability) };
}
