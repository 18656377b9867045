/** How a whole is handed out to its parts: as a suggestion, and around what is locked. docs/SPEC.md, SPLIT-4 to SPLIT-7. */
import { apportion } from './apportion.ts';

/** One child of a target while it is split. */
export interface SplitRow {
	/** Names the row; ties go to the smaller, so the order of rows changes nothing (SPLIT-6). */
	key: string;
	amount: number;
	/** Keeps its amount. */
	locked: boolean;
	/** By the basis; an integer ≥ 0. */
	weight: number;
}

export interface Spread {
	/** In the order of the rows. */
	amounts: number[];
	/** What the locked rows alone exceed the requirement by. */
	over: number;
	/** What nobody could take, since every row is locked. */
	left: number;
}

/** Apportioned over the weights; evenly where none has any. */
function overWeights(total: number, weights: readonly number[]): number[] {
	if (weights.length === 0) return [];
	const parts = apportion(total, weights);
	if (parts.ok) return parts.parts;
	const even = apportion(
		total,
		weights.map(() => 1)
	);
	return even.ok ? even.parts : [];
}

/**
 * Hands `required` out: locked rows keep theirs, the open ones share the rest by weight (SPLIT-5). With a `step` the open
 * rows get multiples of it, and the sum is the first that is not below what is required (SPLIT-7).
 */
export function spread(rows: readonly SplitRow[], required: number, step = 1): Spread {
	const locked = rows.reduce((sum, row) => sum + (row.locked ? row.amount : 0), 0);
	const rest = Math.max(0, required - locked);
	const open = rows
		.map((row, index) => ({ ...row, index }))
		.filter((row) => !row.locked)
		.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
	const parts = overWeights(
		Math.ceil(rest / step),
		open.map(({ weight }) => weight)
	);
	const amounts = rows.map(({ amount }) => amount);
	open.forEach(({ index }, i) => (amounts[index] = parts[i]! * step));
	return {
		amounts,
		over: Math.max(0, locked - required),
		left: open.length === 0 ? rest : 0
	};
}

/** Steps that people think in, largest first: 5, 2 and 1 of a power of ten. */
const FIGURES = [5, 2, 1];

/**
 * A round step for amounts of about this size: about a hundredth of it, never below `least` (minor units of one whole
 * unit of the currency, or one piece).
 */
export function niceStep(size: number, least: number): number {
	const wanted = Math.max(least, Math.abs(size) / 100);
	let power = least;
	while (power * 10 <= wanted) power *= 10;
	return power * (FIGURES.find((figure) => power * figure <= wanted) ?? 1);
}
