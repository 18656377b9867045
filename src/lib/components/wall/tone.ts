/** How the sentence under a month is lit. */
import type { Progress } from '$lib/live/board.ts';

export type Tone = 'reached' | 'ahead' | 'behind' | 'plain';

export const isReached = ({ target, value }: Progress): boolean =>
	target !== undefined && target > 0 && value >= target;

/** By the pace against the time mark, wherever the thresholds of the status are. */
export function toneOf(progress: Progress): Tone {
	if (isReached(progress)) return 'reached';
	if (progress.index === undefined) return 'plain';
	return progress.index >= 1 ? 'ahead' : 'behind';
}
