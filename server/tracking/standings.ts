import { datesOf } from '../../src/lib/domain/period.ts';
import type { Asked, Reckoning } from './reckoning.ts';
import type { Tracked } from './subjects.ts';
import { partOf } from './view.ts';
import type { Part } from './view.ts';

/** Where each subject's month stands and how likely it ends well; subjects of any kinds, in their order. */
export async function readStandings(
	reckoning: Reckoning,
	asked: Omit<Asked, 'subject' | 'dayTargets'>,
	subjects: readonly Tracked[]
): Promise<Part[]> {
	const { moment, metric, month, results, targetAt } = asked;
	const dates = datesOf(month);
	const weigh = reckoning.weigher(dates);
	const sums = new Map<Tracked, number>();
	for (const kind of new Set(subjects.map(({ source }) => source.kind))) {
		const some = subjects.filter(({ source }) => source.kind === kind);
		const groups = some.map(({ source }) => source.ids);
		const of = { kind, metricId: metric.id, groups, from: month.from, to: month.to };
		for (const [i, sum] of (await results.sums(of)).entries()) sums.set(some[i]!, sum);
	}
	const paced = subjects.map((subject) => ({
		subject,
		pace: reckoning.paceOf({
			moment,
			dates,
			weights: weigh(subject),
			target: targetAt(subject),
			actual: sums.get(subject)!
		})
	}));
	const outlooks = await reckoning.outlooks(asked, paced);
	return paced.map(({ subject, pace }, i) => partOf(subject, pace, outlooks[i]));
}
