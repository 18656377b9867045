/**
 * Whole-number arithmetic that does not lose a unit. An amount times a weight soon exceeds 2^53, so
 * products live in BigInt and come back as a number only once they have been divided.
 */
const abs = (n: bigint): bigint => (n < 0n ? -n : n);

/** n ÷ d to the nearest integer, halves away from zero. d > 0. */
export function divideRounded(n: bigint, d: bigint): bigint {
	const magnitude = (2n * abs(n) + d) / (2n * d);
	return n < 0n ? -magnitude : magnitude;
}

/** n ÷ d, upwards to the next integer. d > 0. */
export function divideUp(n: bigint, d: bigint): bigint {
	const floor = n / d;
	return n > 0n && n % d !== 0n ? floor + 1n : floor;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
	let [x, y] = [abs(a), abs(b)];
	while (y !== 0n) [x, y] = [y, x % y];
	return x;
}

/**
 * n ÷ d as a fraction. d ≠ 0. Reduced first, so that 95 of 100 is exactly 0.95 however large the
 * products were, and a threshold is met where it should be.
 */
export function fraction(n: bigint, d: bigint): number {
	const common = greatestCommonDivisor(n, d);
	return Number(n / common) / Number(d / common);
}

/** The number itself where it is a safe integer; whatever else it is, it is not an amount. */
export const wholeOrNothing = (n: number | undefined): number | undefined =>
	Number.isSafeInteger(n) ? n : undefined;

/** A weight as calendar.ts gives it, an integer ≥ 0; anything else weighs nothing. */
export const weightOrZero = (n: number | undefined): number => Math.max(0, wholeOrNothing(n) ?? 0);
