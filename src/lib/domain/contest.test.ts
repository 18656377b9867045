import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	arrivals,
	bracketOf,
	daysBefore,
	finishersOf,
	improvementOf,
	onStageFirst,
	phaseOf,
	roundsOf,
	scoreOf,
	seedOrder,
	standingOf,
	winnersOf
} from './contest.ts';
import type { ContestResult, ContestRules, ContestStep } from './contest.ts';
import { addDays, daysBetween } from './period.ts';

const rules = (more: Partial<ContestRules> = {}): ContestRules => ({
	kind: 'highest',
	from: '2026-11-02',
	to: '2026-11-13',
	handicap: false,
	...more
});
const result = (days: Record<string, number>, reachedAt = 1): ContestResult => ({
	days,
	reachedAt
});

it('[CONTEST-1] is coming, running, over', () => {
	expect(
		['2026-11-01', '2026-11-02', '2026-11-13', '2026-11-14'].map((d) => phaseOf(rules(), d))
	).toEqual(['coming', 'running', 'running', 'over']);
});

describe('the standing', () => {
	const subjects = [{ code: 'a', target: 1_000 }, { code: 'b', target: 200 }, { code: 'c' }];
	const results = new Map([
		['a', result({ '2026-11-02': 300, '2026-12-01': 999 }, 9)],
		['b', result({ '2026-11-13': 200, '2026-11-01': 999 }, 5)]
	]);

	it('[CONTEST-3] counts the days of the contest and no other; everybody is in it', () => {
		expect(standingOf(rules(), subjects, results)).toEqual([
			{ rank: 1, code: 'a', value: 300, reachedAt: 9 },
			{ rank: 2, code: 'b', value: 200, reachedAt: 5 },
			{ rank: 3, code: 'c', value: 0, reachedAt: 0 }
		]);
	});

	it('[CONTEST-4] with a handicap by attainment; who has no target is last', () => {
		const standing = standingOf(rules({ handicap: true }), subjects, results);
		expect(standing.map(({ code, value }) => [code, value])).toEqual([
			['b', 10_000],
			['a', 3_000],
			['c', undefined]
		]);
	});

	it('[CONTEST-4] 100 % is not reached by a hair', () => {
		expect(scoreOf({ handicap: true }, 999_999_999, 1_000_000_000)).toBe(9_999);
	});

	it('[CONTEST-3] of equals who got there first stands first, and both win', () => {
		const equal = new Map([
			['a', result({ '2026-11-02': 5 }, 9)],
			['b', result({ '2026-11-02': 5 }, 3)]
		]);
		const standing = standingOf(rules(), subjects, equal);
		expect(standing.slice(0, 2).map(({ rank, code }) => [rank, code])).toEqual([
			[1, 'b'],
			[1, 'a']
		]);
		expect(winnersOf(standing)).toEqual(['b', 'a']);
	});

	it('[CONTEST-8] nobody wins with nothing', () => {
		expect(winnersOf(standingOf(rules(), subjects, new Map()))).toEqual([]);
	});
});

describe('[CONTEST-5] most improved', () => {
	it('compares with as many working days right before', () => {
		const isWorking = (day: string) =>
			daysBetween('2026-11-02', day) % 7 !== 5 && daysBetween('2026-11-02', day) % 7 !== 6;
		expect(
			daysBefore('2026-11-02', 3, (day) => !['2026-11-01', '2026-10-31'].includes(day))
		).toEqual({
			from: '2026-10-28',
			to: '2026-11-01'
		});
		expect(daysBefore('2026-11-02', 0, isWorking)).toBeUndefined();
		expect(daysBefore('2026-11-02', 3, () => false)).toBeUndefined();
	});

	it('ranks growth; who had nothing has no value', () => {
		const standing = improvementOf(
			[{ code: 'a' }, { code: 'b' }, { code: 'c' }],
			new Map([
				['a', 150],
				['b', 30],
				['c', 500]
			]),
			new Map([
				['a', 100],
				['b', 10]
			]),
			new Map()
		);
		expect(standing.map(({ code, value }) => [code, value])).toEqual([
			['b', 20_000],
			['a', 5_000],
			['c', undefined]
		]);
	});
});

describe('[CONTEST-6] first to a goal', () => {
	const goal = rules({ kind: 'first-to-goal', goal: 100 });
	const step = (code: string, position: number, amount: number): ContestStep => ({
		code,
		position,
		day: '2026-11-05',
		amount
	});
	const subjects = [{ code: 'a' }, { code: 'b' }];

	it('in the order of the ledger', () => {
		const steps = [step('a', 1, 90), step('b', 2, 100), step('a', 3, 10)];
		expect(finishersOf(goal, subjects, steps)).toEqual([
			{ code: 'b', position: 2 },
			{ code: 'a', position: 3 }
		]);
	});

	it('what is taken back is not reached', () => {
		const steps = [step('b', 1, 100), step('b', 2, -1), step('a', 3, 100), step('b', 4, 1)];
		expect(finishersOf(goal, subjects, steps).map(({ code }) => code)).toEqual(['a', 'b']);
	});

	it('who is there stands first, in the order of arrival', () => {
		const standing = standingOf(
			goal,
			[{ code: 'a' }, { code: 'b' }, { code: 'c' }],
			new Map([
				['a', result({ '2026-11-05': 300 })],
				['b', result({ '2026-11-05': 100 })],
				['c', result({ '2026-11-05': 20 })]
			])
		);
		const order = arrivals(standing, [{ code: 'b' }, { code: 'a' }]);
		expect(order.map(({ rank, code }) => [rank, code])).toEqual([
			[1, 'b'],
			[2, 'a'],
			[3, 'c']
		]);
	});

	it('for any ledger: finishers are exactly those who stand at the goal or above', () => {
		const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: -80, max: 80 })));
		fc.assert(
			fc.property(steps, (list) => {
				const all = list.map(([code, amount], i) => step(code, i + 1, amount));
				const sum = (code: string) =>
					all.filter((s) => s.code === code).reduce((total, s) => total + s.amount, 0);
				const there = ['a', 'b'].filter((code) => sum(code) >= 100);
				expect(
					finishersOf(goal, subjects, all)
						.map(({ code }) => code)
						.sort()
				).toEqual(there);
			})
		);
	});
});

describe('[CONTEST-7] a bracket', () => {
	it('seeds meet as late as they are good', () => {
		expect(seedOrder(2)).toEqual([1, 2]);
		expect(seedOrder(4)).toEqual([1, 4, 2, 3]);
		expect(seedOrder(8)).toEqual([1, 8, 4, 5, 2, 7, 3, 6]);
	});

	it('for any field and length: rounds cover the days without gap or overlap, and each leaves half', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 2, max: 64 }),
				fc.integer({ min: 7, max: 60 }),
				(size, days) => {
					const of = rules({ kind: 'bracket', to: addDays('2026-11-02', days - 1) });
					const rounds = roundsOf(of, size);
					expect(2 ** rounds.length).toBeGreaterThanOrEqual(size);
					expect(2 ** (rounds.length - 1)).toBeLessThan(size);
					expect(rounds[0]!.from).toBe(of.from);
					expect(rounds.at(-1)!.to).toBe(of.to);
					rounds.slice(1).forEach((round, i) => expect(round.from).toBe(addDays(rounds[i]!.to, 1)));
					const seeds = Array.from({ length: size }, (_, i) => `s${i}`);
					const played = bracketOf(of, seeds, (code) => code.length, addDays(of.to, 1));
					let left = size;
					for (const { matches } of played) {
						expect(new Set(matches.flatMap(({ home, away }) => [home, away ?? home])).size).toBe(
							left
						);
						left = matches.filter(({ winner }) => winner !== undefined).length;
					}
					expect(left).toBe(1);
				}
			)
		);
	});

	it('five: the best three have a bye; of a draw the better seed goes on', () => {
		const of = rules({ kind: 'bracket', from: '2026-11-02', to: '2026-11-10' });
		const [first, second, third] = bracketOf(of, ['a', 'b', 'c', 'd', 'e'], () => 1, '2026-11-05');
		expect(first!.matches).toEqual([
			{ home: 'a', winner: 'a' },
			{ home: 'd', away: 'e', homeScore: 1, awayScore: 1, winner: 'd' },
			{ home: 'b', winner: 'b' },
			{ home: 'c', winner: 'c' }
		]);
		expect(second!.matches.map(({ home, away, winner }) => [home, away, winner])).toEqual([
			['a', 'd', undefined],
			['b', 'c', undefined]
		]);
		expect(third).toBeUndefined();
	});
});

it('[SCENE-310] the nearer contest stands first on stage, then what is decided, what runs, what comes', () => {
	const staged = (id: number, from: string, to: string, more: object = {}) => ({
		id,
		from,
		to,
		place: 0,
		...more
	});
	const all = [
		staged(1, '2026-11-20', '2026-11-30'),
		staged(2, '2026-11-01', '2026-11-30'),
		staged(3, '2026-11-01', '2026-11-15'),
		staged(4, '2026-11-01', '2026-11-10', { settledAt: 5 }),
		staged(5, '2026-11-01', '2026-11-11', { settledAt: 6 }),
		staged(6, '2026-11-01', '2026-11-12', { place: 1 })
	];
	expect(all.sort(onStageFirst('2026-11-12')).map(({ id }) => id)).toEqual([5, 4, 3, 2, 1, 6]);
});
