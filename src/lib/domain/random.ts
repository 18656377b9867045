/**
 * Randomness that repeats: the same seed gives the same numbers on every machine.
 * Hash: FNV-1a, 32 bit (Fowler, Noll, Vo). Generator: mulberry32 (Tommy Ettinger, public domain).
 * Good enough to resample history and to pick a spot check; not for anything secret.
 */
function hash(text: string): number {
	let h = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
	return h;
}

/** A source of numbers in [0, 1). */
export function seededRandom(seed: string): () => number {
	let state = hash(seed);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}
