/** What a phone may be told while nobody looks at it. docs/SPEC.md, PUSH-*. */
export const PUSH_EVENTS = [
	'passed-by',
	'passed',
	'target',
	'help',
	'split',
	'cheer',
	'alert',
	'asked'
] as const;
export type PushEvent = (typeof PUSH_EVENTS)[number];

/** Told of one's people; everything else but an alert only who sells is told. */
const OF_LEADERS: readonly PushEvent[] = ['alert', 'asked'];

/** What somebody can be told at all (PUSH-2, PUSH-7): who sells, of themselves; who leads, of their people. */
export const eventsFor = ({ sells, leads }: { sells: boolean; leads: boolean }): PushEvent[] =>
	PUSH_EVENTS.filter(
		(event) => (sells && event !== 'asked') || (leads && OF_LEADERS.includes(event))
	);

/** Who passed whom, and who cheers, is told at most once in this time: a close race would drum, and so would a big deal. */
const DRUM_REST_MS = 600_000;
/** Longer than any target that is told of. */
const TARGET_REST_MS = 40 * 24 * 3_600_000;

/** What is told only once in a while, by name and how long it then rests (milliseconds). `target` names one target, or tells an encouragement from applause. */
export function restOf(
	event: PushEvent,
	target?: string
): { name: string; ms: number } | undefined {
	if (event === 'passed' || event === 'passed-by') return { name: 'place', ms: DRUM_REST_MS };
	// A day begins with the alerts of many: the first says how many there are.
	if (event === 'alert') return { name: 'alert', ms: DRUM_REST_MS };
	// An encouragement comes from one person, and seldom: no colleague's applause keeps it away.
	if (event === 'cheer') return { name: `cheer ${target ?? ''}`.trim(), ms: DRUM_REST_MS };
	return event === 'target' ? { name: `target ${target}`, ms: TARGET_REST_MS } : undefined;
}

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
