/** What a phone may be told while nobody looks at it. docs/SPEC.md, PUSH-*. */
export const PUSH_EVENTS = ['passed-by', 'passed', 'target', 'help', 'split'] as const;
export type PushEvent = (typeof PUSH_EVENTS)[number];

/** Told at most once in this time: a close race would drum. */
export const PLACE_REST_MS = 600_000;

/** Who passed whom shares one rest; everything else has its own key and happens once anyway. */
export const restOf = (event: PushEvent): string | undefined =>
	event === 'passed' || event === 'passed-by' ? 'place' : undefined;

/** Outside working hours only what somebody waits for comes (PUSH-4). */
export const mayDisturb = (event: PushEvent): boolean => event === 'help';

/** A subject of a leaderboard, with the value it has now. */
interface Ranked {
	code: string;
	value?: number;
}

/**
 * Whom somebody passed who had `before` and has `now`: everybody who was level or ahead and is behind now. Nearest to the
 * new place first.
 */
export function passedBy(
	ladder: readonly Ranked[],
	{ code, before, now }: { code: string; before: number; now: number }
): string[] {
	return ladder
		.filter(
			(other) =>
				other.code !== code &&
				other.value !== undefined &&
				other.value > 0 &&
				before <= other.value &&
				other.value < now
		)
		.map((other) => other.code);
}

/** Whether what was added reached the target. */
export const reaches = (
	target: number | undefined,
	{ before, now }: { before: number; now: number }
): boolean => target !== undefined && target > 0 && before < target && now >= target;
