import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasGap, pageAt, turnAt, type Programmed } from './programme.ts';

const DAY = 86_400_000;
const start = 1_000 * DAY;

const scenes = fc
	.array(
		fc.record({
			seconds: fc.integer({ min: 5, max: 3_600 }),
			span: fc.option(
				fc.tuple(fc.integer({ min: 0, max: DAY - 1 }), fc.integer({ min: 1, max: DAY }))
			)
		}),
		{ minLength: 1, maxLength: 12 }
	)
	.map((list) =>
		list.map(({ seconds, span }, i): Programmed => {
			const from = span && start + Math.min(...span);
			const until = span && start + Math.max(...span);
			const spans = from !== null && until !== null ? [{ from, until }] : undefined;
			return { id: `s${i}`, seconds, ...(spans ? { spans } : {}) };
		})
	);
const always = scenes.map((list) => list.map(({ id, seconds }) => ({ id, seconds })));
const instant = fc.integer({ min: start, max: start + DAY - 1 });

describe('[SCENE-1] what is on', () => {
	test('turns follow each other without a gap, and each is the same from anywhere within it', () => {
		fc.assert(
			fc.property(
				scenes,
				instant,
				fc.double({ min: 0, max: 0.999, noNaN: true }),
				(list, at, share) => {
					const turn = turnAt(list, at, start);
					if (!turn) return;
					expect(turn.since).toBeLessThanOrEqual(at);
					expect(turn.until).toBeGreaterThan(at);
					const within = Math.floor(at + (turn.until - at) * share);
					expect(turnAt(list, within, start)).toEqual(turn);
				}
			)
		);
	});

	test('every scene that is on for a whole round has its turn in it', () => {
		fc.assert(
			fc.property(always, instant, (list, at) => {
				const seen = new Set<string>();
				const cycle = list.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
				let now = at;
				while (now < at + cycle) {
					const turn = turnAt(list, now, start)!;
					seen.add(turn.id);
					now = turn.until;
				}
				expect(seen.size).toBe(list.length);
			})
		);
	});

	test('a scene shows only within its spans', () => {
		fc.assert(
			fc.property(scenes, instant, (list, at) => {
				const turn = turnAt(list, at, start);
				const scene = list.find(({ id }) => id === turn?.id);
				for (const { from, until } of scene?.spans ?? []) {
					expect(turn!.since).toBeGreaterThanOrEqual(from);
					expect(turn!.until).toBeLessThanOrEqual(until);
				}
			})
		);
	});

	test('[SCENE-3] nothing is on at an instant only where there is a gap', () => {
		fc.assert(
			fc.property(scenes, instant, (list, at) => {
				if (!turnAt(list, at, start))
					expect(hasGap(list, { from: start, until: start + DAY })).toBe(true);
			})
		);
		expect(hasGap([], { from: start, until: start + DAY })).toBe(true);
		expect(hasGap([{ id: 'a', seconds: 5 }], { from: start, until: start + DAY })).toBe(false);
	});
});

test('[SCENE-4] all pages are shown, over several rounds where one is too short', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 40 }),
			fc.integer({ min: 5, max: 120 }),
			(pages, seconds) => {
				const seen = new Set<number>();
				for (let round = 0; round < pages; round++) {
					const since = round * seconds * 1000;
					const turn = { since, until: since + seconds * 1000, round };
					for (let at = turn.since; at < turn.until; at += 1_000) {
						seen.add(pageAt(pages, turn, at));
					}
				}
				expect([...seen].sort((a, b) => a - b)).toEqual([...Array(pages).keys()]);
			}
		)
	);
});

describe('[SPRINT-1] how scenes take their turns', () => {
	/** What shows in one round from the start of the day on. */
	const round = (list: Programmed[], turns: number) => {
		const seen: string[] = [];
		let at = start;
		for (let i = 0; i < turns; i++) {
			const turn = turnAt(list, at, start)!;
			seen.push(`${turn.id}${turn.round}`);
			at = turn.until;
		}
		return seen.join(' ');
	};
	const scene = (id: string, more: Partial<Programmed> = {}): Programmed => ({
		id,
		seconds: 10,
		...more
	});

	test('often: after every other scene, and its pages go on from turn to turn', () => {
		const list = [scene('a'), scene('s', { turns: 'often' }), scene('b')];
		expect(round(list, 8)).toBe('a0 s0 b0 s1 a1 s2 b1 s3');
	});

	test('often: several of them share those turns, and each comes round', () => {
		const often = { turns: 'often' } as const;
		expect(round([scene('a'), scene('b'), scene('s', often), scene('t', often)], 4)).toBe(
			'a0 s0 b0 t0'
		);
		expect(round([scene('a'), scene('s', often), scene('t', often)], 4)).toBe('a0 s0 a1 t0');
	});

	test('alone: in place of the others, as long as it is on', () => {
		const spans = [{ from: start + 15_000, until: start + 35_000 }];
		const list = [scene('a'), scene('b'), scene('s', { turns: 'alone', spans })];
		expect(round(list, 5)).toBe('a0 b0 s0 s1 a0');
	});

	test('by itself a scene shows whatever its turns', () => {
		expect(round([scene('s', { turns: 'often' })], 2)).toBe('s0 s1');
	});
});
