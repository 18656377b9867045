import { historyOf, historySpan } from '../../src/lib/domain/outlook.ts';
import { datesOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Metric } from '../directory/mirror.ts';
import type { World } from '../history/history.ts';
import type { Results } from './results.ts';
import { targetOf } from './subjects.ts';
import type { Tracked } from './subjects.ts';

/** Weights of the dates by subject; most reps share the organisation's, which are computed once. */
export function createWeigher(
	{ directory: { mirror }, targets }: Pick<World, 'directory' | 'targets'>,
	dates: readonly IsoDate[]
): (subject: Pick<Tracked, 'kind' | 'id'>) => number[] {
	const [from, to] = [dates[0]!, dates.at(-1)!];
	let shared: number[] | undefined;
	function isLikeAll(repId: number): boolean {
		const own = mirror.daysOf(repId);
		return (
			(own.from ?? from) <= from &&
			(own.to ?? to) >= to &&
			!own.leave?.some((leave) => leave.from <= to && leave.to >= from)
		);
	}
	return (subject) =>
		subject.kind === 'rep' && !isLikeAll(subject.id)
			? targets.weights(dates, targetOf(subject))
			: (shared ??= targets.weights(dates, { kind: 'unit', id: 0 }));
}

/** What each subject brought on its last working days before a business date: one reading for each kind. */
export async function readHistories(
	world: World,
	results: Results,
	of: { metric: Pick<Metric, 'id'>; subjects: readonly Tracked[]; today: IsoDate }
): Promise<number[][]> {
	const span = historySpan(of.today);
	const dates = datesOf(span);
	const weigh = createWeigher(world, dates);
	const found = new Map<Tracked, number[]>();
	for (const kind of new Set(of.subjects.map(({ source }) => source.kind))) {
		const some = of.subjects.filter(({ source }) => source.kind === kind);
		const groups = some.map(({ source }) => source.ids);
		const days = await results.days({ kind, metricId: of.metric.id, groups, ...span });
		for (const [i, subject] of some.entries())
			found.set(subject, historyOf(dates, weigh(subject), days[i]!));
	}
	return of.subjects.map((subject) => found.get(subject)!);
}
