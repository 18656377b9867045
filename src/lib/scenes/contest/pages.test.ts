import { describe, expect, test } from 'vitest';
import type { FormerContest, StagedContest } from '../states.ts';
import { contestPages, courseOf } from './pages.ts';

const contest = (more: Partial<StagedContest> = {}): StagedContest => ({
	id: 1,
	name: 'a',
	kind: 'highest',
	level: 'rep',
	phase: 'running',
	unit: { code: 'u', name: 'u' },
	handicap: false,
	scale: 'amount',
	from: '2026-11-01',
	to: '2026-11-30',
	startsAt: 0,
	endsAt: 1,
	rows: { order: [], rows: {} },
	total: 8,
	...more
});
const rounds = (matches: number): Pick<StagedContest, 'rounds'> => ({
	rounds: [
		{
			from: '2026-11-01',
			to: '2026-11-10',
			matches: Array.from({ length: matches }, (_, i) => ({
				home: { code: `r${i}`, name: `r${i}` }
			}))
		}
	]
});
const pages = (one: StagedContest) =>
	contestPages({ stage: { order: ['1'], rows: { 1: one } }, former: [] });
const kinds = (one: StagedContest) => pages(one).map(({ kind }) => kind);

describe('[SCENE-311] a contest is drawn as what it is', () => {
	test('before, while it runs, and after', () => {
		expect(kinds(contest({ phase: 'coming' }))).toEqual(['coming']);
		expect(kinds(contest())).toEqual(['standing']);
		expect(kinds(contest({ phase: 'over', settledAt: 1 }))).toEqual(['ceremony']);
	});

	test('two against each other are a duel', () => {
		expect(kinds(contest({ total: 2 }))).toEqual(['duel']);
	});

	test('a bracket is a tree from the quarter-finals on, and pages of matches beyond', () => {
		expect(kinds(contest({ kind: 'bracket', ...rounds(4) }))).toEqual(['bracket']);
		const large = pages(contest({ kind: 'bracket', ...rounds(32) }));
		expect(large).toMatchObject([
			{ kind: 'matches', first: 0, end: 11 },
			{ kind: 'matches', first: 11, end: 22 },
			{ kind: 'matches', first: 22, end: 32 }
		]);
		expect(kinds(contest({ kind: 'bracket', settledAt: 1, ...rounds(1) }))).toEqual([
			'ceremony',
			'bracket'
		]);
	});

	test('former winners come last', () => {
		const former: FormerContest[] = [
			{ id: 2, name: 'b', kind: 'highest', to: '2026-10-31', winners: [], count: 0 }
		];
		const shown = contestPages({ stage: { order: [], rows: {} }, former });
		expect(shown).toEqual([{ kind: 'former' }]);
	});
});

describe('[SCENE-312] the course of a standing', () => {
	const scored = (score: number) => ({
		order: ['r'],
		rows: { r: { code: 'r', name: 'r', rank: 1, score } }
	});

	test('is as long as the first, where there is no goal', () => {
		expect(courseOf(contest({ rows: scored(50) }))).toEqual({ length: 50 });
		expect(courseOf(contest())).toEqual({ length: 1 });
	});

	test('ends at the goal, or so far beyond it as the first is, half as far at most', () => {
		expect(courseOf(contest({ goal: 100, rows: scored(50) }))).toEqual({ length: 100, goal: 100 });
		expect(courseOf(contest({ goal: 100, rows: scored(120) }))).toEqual({ length: 120, goal: 100 });
		expect(courseOf(contest({ goal: 100, rows: scored(900) }))).toEqual({ length: 150, goal: 100 });
	});

	test('has everybody’s own target for a line where that is what counts', () => {
		const share = { handicap: true, scale: 'share' } as const;
		expect(courseOf(contest({ ...share, rows: scored(6_000) })).goal).toBe(10_000);
	});
});
