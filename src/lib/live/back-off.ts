const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** Full jitter: anything between nothing and a bound that doubles, so that 5,000 walls do not return as one. */
export const backOff = (attempt: number, random: () => number): number =>
	random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
