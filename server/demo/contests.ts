import { addDays, periodOf } from '../../src/lib/domain/period.ts';
import type { ContestForm } from '../../src/lib/forms/contest.ts';
import type { App } from '../app.ts';

const NOTHING = { metric1: '', weight1: '', metric2: '', weight2: '', metric3: '', weight3: '' };

/** Contests that run, of teams and of reps, one to come, and one with winners. */
export async function loadContests({ contests, organisation }: App, actor: string): Promise<void> {
	if ((await contests.list({ limit: 1 })).length > 0) return;
	const today = organisation.today();
	const month = periodOf('month', today);
	const next = periodOf('month', addDays(month.to, 1));
	const common = { ...NOTHING, counting: 'metric', metric: 'sales', goal: '' } as const;
	const forms: ContestForm[] = [
		{
			...common,
			name: '金秋五百万争先赛',
			kind: 'first-to-goal',
			level: 'rep',
			unit: 'HQ',
			handicap: false,
			goal: '500万',
			from: addDays(today, -30),
			to: today,
			prize: '年会头排座位'
		},
		{
			...common,
			name: '本月团队对抗赛',
			kind: 'highest',
			level: 'team',
			unit: 'HQ',
			handicap: true,
			from: month.from,
			to: month.to,
			prize: '优胜团队聚餐'
		},
		{
			...common,
			name: '下月王者淘汰赛',
			kind: 'bracket',
			level: 'rep',
			unit: 'EAST',
			handicap: false,
			from: next.from,
			to: next.to,
			prize: '冠军奖杯'
		},
		{
			...common,
			name: '东区本月进步奖',
			kind: 'most-improved',
			level: 'rep',
			unit: 'EAST',
			handicap: false,
			from: month.from,
			to: month.to,
			prize: '半天调休'
		}
	];
	for (const form of forms) {
		const added = await contests.add(form, actor);
		if (!added.ok) throw new Error(`the demo contest does not fit: ${JSON.stringify(added)}`);
	}
}
