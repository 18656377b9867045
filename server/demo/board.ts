import { readPlan } from '../../src/lib/scenes/plan.ts';
import type { Plan } from '../../src/lib/scenes/plan.ts';

const SLOGANS = `客户要的不是便宜，是觉得占了便宜
今天不走，明天要跑
先问三句，再开口报价
成交从拒绝开始
把每一位客户当作今天唯一的客户`;

const NEWS = `**11 月 28 日前**，床品四件套、羽绒被系列全线双倍积分。

- 单笔满 2 万，另奖 300 元
- 新客户首单，再加 100 元
- 奖金次月 5 日随工资发放

> 门店物料已到仓，请各队周五前领取。`;

/** A scene of the demo, as far as it is not as a new one would be. */
const scene = (
	id: string,
	kind: string,
	seconds: number,
	options: object = {},
	more: object = {}
) => ({
	id,
	kind,
	seconds,
	options,
	...more
});

function made(plan: unknown): Plan {
	const read = readPlan(plan);
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	return read.plan;
}

/** The board of many scenes. */
export const BOARD = {
	code: 'longhubang',
	name: '龙虎榜',
	plan: made({
		scenes: [
			scene('all', 'overview', 40),
			scene('reps', 'leaderboard', 36, { top: 40 }),
			scene('today', 'leaderboard', 12, { period: 'day', top: 10, podium: false }),
			scene('teams', 'race', 15),
			scene('pace', 'progress', 12),
			scene('curve', 'chart', 12),
			scene('days', 'daily', 15),
			scene('dealers', 'dealers', 18, { top: 24 }),
			scene('money', 'collections', 18, { overdue: 5 }),
			scene('better', 'movers', 15),
			scene('hands', 'alerts', 12),
			scene('growth', 'leaderboard', 12, { measure: 'growth', level: 'team', podium: false }),
			scene('work', 'activity', 15),
			scene('match', 'contest', 24),
			scene('sprint', 'sprint', 15, {}, { schedule: { last: 5, turns: 'often' } }),
			scene('news', 'announcement', 15, { title: '双十一返场，冲刺最后一周', text: NEWS }),
			scene('words', 'slogans', 18, { lines: SLOGANS }),
			scene('clock', 'clock', 8, { target: 'month' })
		],
		ticker: { show: 'latest' }
	})
};
