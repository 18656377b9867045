/**
 * Which celebration is on the screen, and what waits. CELEBRATE-*: an id once, one at a time, never more than a few in a
 * minute, nothing stale, and a withdrawal removes what has not been shown yet. Pure: the clock comes in as
 * an argument (epoch milliseconds, the server's), every function gives a new queue, and nothing grows.
 */
import type { LiveEvent } from '../../live/protocol.ts';

/** The month's target was reached while this screen looked on; it has no sender, the screen notices it itself. */
export interface TargetReached {
	kind: 'target-reached';
	id: string;
	/** What the month stood at, minor units or pieces. */
	amount: number;
	target: number;
	/** The first date of the month. */
	period: string;
	at: number;
}

export type Celebration = Extract<LiveEvent, { kind: 'celebration' }> | TargetReached;

export interface Showing {
	celebration: Celebration;
	until: number;
}

export interface Queue {
	waiting: Celebration[];
	showing?: Showing;
	/** The rest after the last one ends then. */
	freeAt: number;
	/** When the latest ones began, oldest first: for the rate limit. */
	begun: number[];
	/** Ids that were offered or withdrawn, oldest first. */
	known: string[];
}

export const LIMITS = {
	/** On the screen when nothing else waits, and when something does. */
	showFor: 9_000,
	showForHurried: 6_500,
	/** The board shows between two of them. */
	rest: 2_500,
	perMinute: 4,
	maxAge: 60_000,
	maxWaiting: 12,
	maxKnown: 400
} as const;

const MINUTE = 60_000;

export const emptyQueue = (): Queue => ({ waiting: [], freeAt: 0, begun: [], known: [] });

const remember = (known: string[], id: string): string[] => [...known, id].slice(-LIMITS.maxKnown);

/** Takes in an event. Of too many, the smallest amounts give way. */
export function offer(queue: Queue, event: LiveEvent | TargetReached, now: number): Queue {
	if (event.kind === 'withdrawal') {
		return {
			...queue,
			waiting: queue.waiting.filter((waiting) => waiting.id !== event.id),
			known: queue.known.includes(event.id) ? queue.known : remember(queue.known, event.id)
		};
	}
	if (queue.known.includes(event.id)) return queue;
	const known = remember(queue.known, event.id);
	if (now - event.at > LIMITS.maxAge) return { ...queue, known };
	const waiting = [...queue.waiting, event];
	if (waiting.length > LIMITS.maxWaiting) {
		const least = waiting.reduce((a, b) => (b.amount < a.amount ? b : a));
		waiting.splice(waiting.indexOf(least), 1);
	}
	return { ...queue, waiting, known };
}

/** When the next one may begin: after a rest, and not more than a few in any minute. */
function earliestStart(queue: Queue): number {
	const nth = queue.begun[queue.begun.length - LIMITS.perMinute];
	return nth === undefined ? queue.freeAt : Math.max(queue.freeAt, nth + MINUTE);
}

/** The queue as it should be at `now`: ends what is over, drops what is stale, begins the next when it may. */
export function advance(queue: Queue, now: number): Queue {
	const waiting = queue.waiting.filter((event) => now - event.at <= LIMITS.maxAge);
	const { showing, ...idle } = queue;
	if (showing && now < showing.until) return { ...queue, waiting };

	const [next, ...rest] = waiting;
	if (!next || now < earliestStart(queue)) return { ...idle, waiting };
	const until = now + (rest.length > 0 ? LIMITS.showForHurried : LIMITS.showFor);
	return {
		...idle,
		waiting: rest,
		showing: { celebration: next, until },
		freeAt: until + LIMITS.rest,
		begun: [...queue.begun, now].slice(-LIMITS.perMinute)
	};
}

/** When `advance` next has something to do; undefined while nothing is shown and nothing waits. */
export function nextWake(queue: Queue): number | undefined {
	if (queue.showing) return queue.showing.until;
	return queue.waiting.length > 0 ? earliestStart(queue) : undefined;
}
