/** Next month's target of one team, as it is being agreed: some have answered, one wants another amount, some have not. */
import { addDays, periodOf } from '../../src/lib/domain/period.ts';
import type { App } from '../app.ts';
import { REPS, TEAMS } from './company.ts';

const DAYS = 3;
/** Whole thousands of yuan. */
const STEP = 100_000;
const rounded = (amount: number): number => Math.ceil(amount / STEP) * STEP;

/** By place in the team: what the rep asks for, of what is offered. The others accept, but for the last two. */
const COUNTERS: Readonly<Record<number, { share: number; reason: string }>> = {
	1: { share: 0.88, reason: '苏州两家经销商正在换仓，上半月发不出货。' },
	3: { share: 1.06, reason: '新签两家酒店客户，可以多背一点。' }
};

export async function loadRound(app: App, actor: string): Promise<void> {
	const { organisation, splits, rounds, targets } = app;
	const team = TEAMS[0]!;
	const reps = REPS.filter((rep) => rep.team === team.code);
	const today = organisation.today();
	const thisMonth = periodOf('month', today);
	const month = periodOf('month', addDays(thisMonth.to, 1));
	const query = {
		metric: 'sales',
		unit: 'month' as const,
		date: month.from,
		subject: `unit:${team.code}`
	};
	const metric = app.directory.mirror.metrics.named('sales')!;
	const sheet = await targets.sheet(metric.id, thisMonth);
	const offers = reps.map(({ code }) => {
		const { id } = app.directory.mirror.reps.named(code)!;
		return rounded((sheet.of({ kind: 'rep', id }) ?? 0) * 1.06);
	});
	const whole = rounded(offers.reduce((sum, offer) => sum + offer, 0) / 1.07);
	const put = await targets.put(
		[
			{
				metric: 'sales',
				period: { unit: 'month', start: month.from },
				subject: { kind: 'unit', code: team.code },
				amount: whole
			}
		],
		actor
	);
	if (!put.ok) return;
	const issued = await splits.save(
		{
			...query,
			basis: 'last',
			reason: '',
			version: 0,
			revision: 0,
			seen: 0,
			deadlineDate: addDays(today, DAYS),
			deadlineTime: '18:00',
			unasked: false,
			parts: ''
		},
		reps.map(({ code }, i) => [`rep:${code}`, '', offers[i]!, offers[i]!, false]),
		{ actor, deed: 'issue' }
	);
	// The demo was here before.
	if (!issued.ok) return;
	for (const [i, { code }] of reps.entries()) {
		// The first one is whose telephone the demo shows.
		if (i === 0 || i === reps.length - 1) continue;
		const offered = offers[i]!;
		const counter = COUNTERS[i];
		await rounds.answer(
			{
				...query,
				child: `rep:${code}`,
				version: 1,
				offered,
				answer: counter ? 'counter' : 'accept',
				amount: counter ? rounded(offered * counter.share) : offered,
				reason: counter?.reason ?? ''
			},
			{ actor: `person:${code}`, onBehalf: false }
		);
	}
}
