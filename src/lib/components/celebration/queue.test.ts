import { describe, expect, it } from 'vitest';
import {
	advance,
	emptyQueue,
	LIMITS,
	nextWake,
	offer,
	type Celebration,
	type Queue
} from './queue.ts';

const T = Date.parse('2026-11-23T06:32:00Z');

const deal = (id: string, at = T, amount = 50_000_00): Celebration => ({
	kind: 'celebration',
	id,
	reason: 'big-deal',
	meanings: [{ reason: 'big-deal' }],
	rep: { code: 'r1', name: '赵敏' },
	unit: { code: 't1', name: '华南一队', kind: 'team' },
	metric: { code: 'sales', name: '销售额', kind: 'money' },
	day: '2026-11-23',
	amount,
	at
});

const offerAll = (events: Celebration[], now = T, queue = emptyQueue()) =>
	events.reduce((q, event) => offer(q, event, now), queue);

const shown = (queue: Queue) => queue.showing?.celebration.id;

/** Lets time pass by the queue's own timer; gives [id, begun at] of everything it showed. */
function play(queue: Queue, from: number, until: number): [string, number][] {
	const seen: [string, number][] = [];
	let q = queue;
	for (let now = from; now <= until;) {
		const before = shown(q);
		q = advance(q, now);
		const id = shown(q);
		if (id !== undefined && id !== before) seen.push([id, now - from]);
		const wake = nextWake(q);
		if (wake === undefined) break;
		expect(wake).toBeGreaterThan(now);
		now = wake;
	}
	return seen;
}

describe('the celebration queue', () => {
	it('shows one for nine seconds, then leaves', () => {
		const q = advance(offer(emptyQueue(), deal('a'), T), T);
		expect(shown(q)).toBe('a');
		expect(nextWake(q)).toBe(T + LIMITS.showFor);
		const after = advance(q, T + LIMITS.showFor);
		expect(after.showing).toBeUndefined();
		expect(nextWake(after)).toBeUndefined();
	});

	it('[CELEBRATE-2] shows an id once, also when it comes again after it was shown', () => {
		let q = advance(offerAll([deal('a'), deal('a')]), T);
		q = advance(q, T + LIMITS.showFor);
		q = offer(q, deal('a', T + 9_000), T + 9_000);
		expect(q.waiting).toEqual([]);
	});

	it('[CELEBRATE-6] does not show what is older than a minute, on arrival or after waiting', () => {
		expect(offer(emptyQueue(), deal('old', T - 60_001), T).waiting).toEqual([]);
		const waiting = offer(emptyQueue(), deal('a'), T);
		expect(advance(waiting, T + 60_001).showing).toBeUndefined();
		expect(advance(waiting, T + 60_001).waiting).toEqual([]);
	});

	it('a withdrawal takes back what still waits, and what has not come yet', () => {
		let q = advance(offerAll([deal('a'), deal('b')]), T);
		q = offer(q, { kind: 'withdrawal', id: 'b' }, T);
		q = offer(q, { kind: 'withdrawal', id: 'c' }, T);
		q = offer(q, deal('c'), T);
		expect(shown(q)).toBe('a');
		expect(q.waiting).toEqual([]);
	});

	it('a withdrawal does not cut off the one on the screen', () => {
		const q = advance(offer(emptyQueue(), deal('a'), T), T);
		expect(shown(advance(offer(q, { kind: 'withdrawal', id: 'a' }, T + 1), T + 2))).toBe('a');
	});

	it('[CELEBRATE-3] rests between two, and shows four in a minute at most', () => {
		const seen = play(
			offerAll(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => deal(id))),
			T,
			T + 90_000
		);
		expect(seen.map(([id]) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
		expect(seen.map(([, at]) => at)).toEqual([0, 9_000, 18_000, 27_000, 60_000]);
	});

	it('of too many waiting, the smallest give way', () => {
		const many = Array.from({ length: 30 }, (_, i) => deal(`d${i}`, T, 1_000 + i));
		const { waiting } = offerAll(many);
		expect(waiting).toHaveLength(LIMITS.maxWaiting);
		expect(waiting[0]?.id).toBe('d18');
	});

	it('[CELEBRATE-9] of too many waiting, the lesser reasons give way before smaller amounts', () => {
		const small = { ...deal('team', T, 1), reason: 'unit-target' } as const;
		const days = Array.from({ length: 20 }, (_, i): Celebration => ({
			...deal(`d${i}`, T, 1_000 + i),
			reason: 'day-target'
		}));
		const { waiting } = offerAll([small, ...days]);
		expect(waiting.map(({ id }) => id)).toContain('team');
		expect(waiting).toHaveLength(LIMITS.maxWaiting);
	});

	it('stays small over months', () => {
		let q = emptyQueue();
		for (let i = 0; i < 5_000; i++) {
			const now = T + i * 7_000;
			q = advance(offer(q, deal(`d${i}`, now), now), now);
		}
		expect(q.known).toHaveLength(LIMITS.maxKnown);
		expect(q.begun).toHaveLength(LIMITS.perMinute);
		expect(q.waiting.length).toBeLessThanOrEqual(LIMITS.maxWaiting);
	});
});
