/** How a target falls to days, or to months, some of them fixed by hand. docs/SPEC.md, DAY-*. */
import { apportion, type ApportionReason } from './apportion.ts';
import { fail, type Result } from './result.ts';

export type FixReason = ApportionReason | 'bad-fixed' | 'fixed-exceed' | 'nothing-open';

/** By index of the day. */
export type Fixed = Readonly<Record<number, number>>;

/**
 * Fixed days keep their amounts, the others share the rest by their weights; the sum is exactly the total (DAY-2). Fails when
 * the fixed ones exceed the total, or when something is left and no day is open for it (DAY-3).
 */
export function fixDays(
	total: number,
	weights: readonly number[],
	fixed: Fixed
): Result<{ parts: number[] }, FixReason> {
	const held = Object.entries(fixed);
	const known = ([day, amount]: [string, number]) =>
		weights[Number(day)] !== undefined && Number.isSafeInteger(amount) && amount >= 0;
	if (!held.every(known)) return fail('bad-fixed');
	const sum = held.reduce((all, [, amount]) => all + BigInt(amount), 0n);
	const rest = Number(BigInt(total) - sum);
	if (held.length > 0 && rest < 0) return fail('fixed-exceed');
	const open = weights.map((weight, day) => (day in fixed ? 0 : weight));
	const shared = apportion(rest, open);
	if (shared.ok) return { ok: true, parts: shared.parts.map((part, day) => fixed[day] ?? part) };
	if (held.length === 0 || shared.reason === 'bad-weight') return shared;
	return rest === 0
		? { ok: true, parts: weights.map((_, day) => fixed[day] ?? 0) }
		: fail('nothing-open');
}

/** Fixes one more day, at no more than the others' fixed amounts leave of the total (DAY-4). */
export function fixDay(total: number, fixed: Fixed, day: number, amount: number): Fixed {
	const others = Object.entries(fixed).reduce(
		(sum, [other, held]) => (Number(other) === day ? sum : sum + held),
		0
	);
	const most = Math.max(0, total - others);
	return { ...fixed, [day]: Math.min(most, Math.max(0, Math.round(amount))) };
}
