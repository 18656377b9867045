import { describe, expect, test } from 'vitest';
import type { MeContest } from '$lib/live/me.ts';
import { standingText } from './contest-words.ts';

const words = { fractionDigits: 2, locale: 'zh-CN' } as const;
const contest = (more: Partial<MeContest>): MeContest => ({
	id: '1',
	name: '冲刺赛',
	kind: 'highest',
	level: 'rep',
	scale: 'amount',
	metric: { code: 'sales', name: '销售额', kind: 'money' },
	endsAt: 0,
	rank: 2,
	of: 8,
	score: 100_00,
	...more
});
const said = (more: Partial<MeContest>) => standingText(contest(more), words);

describe('[POCKET-13] where one stands in a contest, in one sentence', () => {
	test('whom to catch up with comes before whom one leads', () => {
		const above = { name: '李娜', apart: 2_345_678 };
		const behind = { name: '赵敏', apart: 100 };
		// As much as it says is enough: 2.345678 万 is rounded up.
		expect(said({ above, behind })).toBe('距 李娜 差 *2.35\u00a0万*');
		expect(said({ rank: 1, behind })).toBe('领先 赵敏 *1*');
		expect(said({ rank: 1 })).toBe('暂列*第一*');
	});

	test('points and shares are counted in their own scale, rounded up', () => {
		const above = { name: '李娜', apart: 1_234 };
		expect(said({ scale: 'points', above })).toBe('距 李娜 差 *1.3 分*');
		expect(said({ scale: 'share', above })).toBe('距 李娜 差 *12.4 个百分点*');
	});

	test('a goal is what counts until it is reached', () => {
		const goal = { kind: 'first-to-goal', goal: 500_00 } as const;
		expect(said({ ...goal, above: { name: '李娜', apart: 1 } })).toBe('离目标 500 还差 *400*');
		expect(said({ ...goal, finished: true, rank: 3 })).toBe('已达标，*第 3 个*到达');
	});

	test('in a bracket the match, a bye, or that one is out', () => {
		const duel = { own: 200_00, theirs: 300_00, endsAt: 0 };
		expect(said({ duel: { ...duel, rival: '李娜' } })).toBe('对阵 李娜：*200* 比 300');
		expect(said({ duel })).toBe('本轮轮空，*直接晋级*');
		expect(said({ out: true })).toBe('已出局，看看谁能夺冠');
	});

	test('who has nothing to compare is told so', () => {
		const { score: _, ...without } = contest({});
		expect(standingText(without, words)).toBe('还没有成绩可比');
		expect(said({ rank: 1, score: 0 })).toBe('还没有成绩可比');
	});
});
