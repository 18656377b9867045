/** How figures and sentences are lit by the pace. */
import type { PaceStatus, Progress } from '$lib/live/board.ts';

export type Tone = 'reached' | 'ahead' | 'behind' | 'plain';

export const isReached = ({ target, value }: Progress): boolean =>
	target !== undefined && target > 0 && value >= target;

/** By the pace against the time mark, wherever the thresholds of the status are. */
export function toneOf(progress: Progress): Tone {
	if (isReached(progress)) return 'reached';
	if (progress.index === undefined) return 'plain';
	return progress.index >= 1 ? 'ahead' : 'behind';
}

/** Of the attainment in a list: gold once it is reached, amber where it falls behind. */
export function paceTone({
	attainment = 0,
	status
}: {
	attainment?: number | undefined;
	status?: PaceStatus | undefined;
}): 'gold' | 'amber' | undefined {
	if (attainment >= 1) return 'gold';
	return status === 'behind' || status === 'at-risk' ? 'amber' : undefined;
}
