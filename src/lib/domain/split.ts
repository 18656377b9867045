/** Whether the children of a target carry their parent. docs/SPEC.md, SPLIT-*. */
import { divideUp } from './exact.ts';

export type SplitStatus = 'short' | 'ok' | 'over-stretched';

/** Amounts in the target's unit. */
export interface SplitCheck {
	sum: number;
	/** What the children must reach: parent × (1 + stretch), rounded up. */
	required: number;
	/** Still to be handed out: max(0, required − sum). */
	left: number;
	/** Handed out beyond what is required: max(0, sum − required). */
	over: number;
	status: SplitStatus;
}

/** 5 % unless the organisation sets another. */
export const DEFAULT_STRETCH = 500;
const WHOLE = 10_000n;
/** Beyond 50 % above the parent the split is allowed, with a warning. */
const WARN_ABOVE = 15_000n;

export function checkSplit(
	parent: number,
	children: readonly number[],
	stretchBasisPoints: number = DEFAULT_STRETCH
): SplitCheck {
	const whole = BigInt(parent);
	const sum = children.reduce((total, child) => total + BigInt(child), 0n);
	const required = divideUp(whole * (WHOLE + BigInt(stretchBasisPoints)), WHOLE);
	const short = sum < required;
	return {
		sum: Number(sum),
		required: Number(required),
		left: short ? Number(required - sum) : 0,
		over: short ? 0 : Number(sum - required),
		status: short ? 'short' : sum * WHOLE > whole * WARN_ABOVE ? 'over-stretched' : 'ok'
	};
}
