import { datesOf } from '../../src/lib/domain/period.ts';
import type { Asked, Reckoning } from './reckoning.ts';
import type { Tracked } from './subjects.ts';
import { nameOf } from './view.ts';
import type { Part } from './view.ts';

/** Where a subject's month stands and how likely it ends well; `historyDays` is what the outlook draws from. */
export type Standing = Part & { historyDays: number };

/** Of subjects of any kinds, in their order: one reading for the month and one for the history of each kind. */
export async function readStandings(
	reckoning: Reckoning,
	asked: Omit<Asked, 'subject' | 'dayTargets'>,
	subjects: readonly Tracked[]
): Promise<Standing[]> {
	const { moment, metric, month, results, targetAt } = asked;
	const dates = datesOf(month);
	const weigh = reckoning.weigher(dates);
	const span = reckoning.historySpan(asked);
	const past = span ? datesOf(span) : [];
	const weighPast = reckoning.weigher(past.length > 0 ? past : dates);
	const found = new Map<Tracked, Standing>();
	for (const kind of new Set(subjects.map(({ source }) => source.kind))) {
		const some = subjects.filter(({ source }) => source.kind === kind);
		const of = { kind, metricId: metric.id, groups: some.map(({ source }) => source.ids) };
		const [sums, histories] = await Promise.all([
			results.sums({ ...of, from: month.from, to: month.to }),
			span ? results.days({ ...of, ...span }) : undefined
		]);
		for (const [i, subject] of some.entries()) {
			const { pace, remaining } = reckoning.paceOf({
				moment,
				dates,
				weights: weigh(subject),
				target: targetAt(subject),
				actual: sums[i]!
			});
			const history = histories ? reckoning.historyOf(past, weighPast(subject), histories[i]!) : [];
			const outlook = span && reckoning.outlookOf(subject, asked, { pace, remaining, history });
			found.set(subject, {
				...nameOf(subject),
				...pace,
				...(outlook ? { outlook } : {}),
				historyDays: history.length
			});
		}
	}
	return subjects.map((subject) => found.get(subject)!);
}
