/** An amount divided over weights without losing a unit. docs/SPEC.md, APPORTION-*. */
import { fail, type Result } from './result.ts';

export type ApportionReason = 'no-weight' | 'bad-weight';

interface Part {
	index: number;
	amount: bigint;
	remainder: bigint;
}

/**
 * Largest remainder (Hamilton's method): each part is its exact share rounded down, and the units
 * left over go one each to the largest remainders, ties to the earlier. Weights are integers ≥ 0, in
 * any unit; a negative total is apportioned as its magnitude and negated.
 */
export function apportion(
	total: number,
	weights: readonly number[]
): Result<{ parts: number[] }, ApportionReason> {
	if (!weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0)) {
		return fail('bad-weight');
	}
	const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
	if (whole === 0n) return fail('no-weight');

	const magnitude = BigInt(Math.abs(total));
	const parts: Part[] = weights.map((weight, index) => {
		const share = magnitude * BigInt(weight);
		return { index, amount: share / whole, remainder: share % whole };
	});
	const given = parts.reduce((sum, part) => sum + part.amount, 0n);
	const inLine = [...parts].sort((a, b) =>
		a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1
	);
	for (const part of inLine.slice(0, Number(magnitude - given))) part.amount += 1n;

	const sign = total < 0 ? -1n : 1n;
	return { ok: true, parts: parts.map((part) => Number(sign * part.amount)) };
}
