/** Ways to arrive at a target, each with its arithmetic as data; the screen puts it in words. docs/SPEC.md, TARGET-5. */
import { divideRounded } from './exact.ts';
import { factorAmount, WHOLE, type MarketFactors } from './factors.ts';
import { MAX_AMOUNT } from './money.ts';

/** What happened in a period that is compared with. Weights in hundredths of a working day. */
export interface PastPeriod {
	amount: number;
	weight: number;
}

export interface GrowthTerms {
	base: number;
	baseWeight: number;
	weight: number;
	/** Basis points. */
	growth: number;
}

export type Suggestion =
	| { method: 'last' | 'year-ago'; amount: number; terms: GrowthTerms }
	| { method: 'factors'; amount: number; terms: MarketFactors };

const limited = (amount: bigint): number =>
	amount < 0n ? 0 : amount > BigInt(MAX_AMOUNT) ? MAX_AMOUNT : Number(amount);

/** base ÷ its working days × ours × (1 + growth); undefined when there is nothing to begin with. */
export function byGrowth(
	method: 'last' | 'year-ago',
	past: PastPeriod | undefined,
	ahead: { weight: number; growth: number }
): Suggestion | undefined {
	if (!past || past.amount <= 0 || past.weight <= 0) return undefined;
	const { weight, growth } = ahead;
	const top = BigInt(past.amount) * BigInt(weight) * BigInt(Math.max(0, WHOLE + growth));
	return {
		method,
		amount: limited(divideRounded(top, BigInt(past.weight) * BigInt(WHOLE))),
		terms: { base: past.amount, baseWeight: past.weight, weight, growth }
	};
}

export const byFactors = (factors: MarketFactors | undefined): Suggestion | undefined =>
	factors && { method: 'factors', amount: factorAmount(factors), terms: factors };

/** How results per working day grew from `before` to `now`, basis points; undefined when it cannot be said. */
export function growthBetween(
	before: PastPeriod | undefined,
	now: PastPeriod | undefined
): number | undefined {
	if (!before || !now || before.amount <= 0 || before.weight <= 0 || now.weight <= 0)
		return undefined;
	const [was, is] = [
		BigInt(before.amount) * BigInt(now.weight),
		BigInt(now.amount) * BigInt(before.weight)
	];
	return Number(divideRounded((is - was) * BigInt(WHOLE), was));
}

/** The growth to begin with: what it was lately, within what anybody would plan with. */
export const plannedGrowth = (lately: number | undefined): number =>
	Math.min(3_000, Math.max(0, lately ?? 0));
