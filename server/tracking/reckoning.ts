import type pg from 'pg';
import { outlook } from '../../src/lib/domain/outlook.ts';
import type { Outlook } from '../../src/lib/domain/outlook.ts';
import { elapsedWeight, pace } from '../../src/lib/domain/pace.ts';
import type { Pace } from '../../src/lib/domain/pace.ts';
import { addDays, datesOf, periodKey } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { Metric } from '../directory/mirror.ts';
import type { World } from '../history/history.ts';
import type { Moment } from '../history/moment.ts';
import type { Results, Span } from './results.ts';
import { targetOf } from './subjects.ts';
import type { Tracked } from './subjects.ts';

/** Working days that the outlook draws from, and how far back they may lie. */
const HISTORY_DAYS = 60;
const HISTORY_REACH = 180;

/** One question to the table, with all that its answer is reckoned from. */
export interface Asked {
	moment: Moment;
	metric: Metric;
	month: Period;
	subject: Tracked;
	/** Reads at the moment's position. */
	client: pg.Pool | pg.ClientBase;
	results: Results;
	targetAt: (subject: Tracked) => number | undefined;
	/** The subject's own, for the dates of the month. */
	dayTargets: readonly number[];
}

export type Reckoning = ReturnType<typeof createReckoning>;

/** What targets, calendar and history say about a subject's month, in the world of the moment. */
export function createReckoning({ directory: { mirror }, organisation, targets }: World) {
	return {
		/** Target amounts of the month. */
		async targetsAt({
			metric,
			month
		}: Pick<Asked, 'metric' | 'month'>): Promise<Asked['targetAt']> {
			const sheet = await targets.sheet(metric.id, month);
			return (subject) => sheet.of(targetOf(subject));
		},

		/** The day targets that sum to the month's. */
		async dayTargets({
			metric,
			month,
			subject
		}: Pick<Asked, 'metric' | 'month' | 'subject'>): Promise<number[]> {
			const set = await targets.days(metric.id, month, targetOf(subject));
			return datesOf(month).map((date) => set.get(date) ?? 0);
		},

		/** Weights of the dates by subject; most reps share the organisation's, which are computed once. */
		weigher(dates: readonly IsoDate[]): (subject: Pick<Tracked, 'kind' | 'id'>) => number[] {
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
		},

		/** `remaining`: the weight that is left, for the outlook. */
		paceOf(of: {
			moment: Pick<Moment, 'today' | 'shareOfToday'>;
			dates: readonly IsoDate[];
			weights: readonly number[];
			target: number | undefined;
			actual: number;
		}): { pace: Pace; remaining: number } {
			const { moment, dates, weights, target, actual } = of;
			const { today, shareOfToday } = moment;
			const { total, elapsed, remaining } = elapsedWeight({ dates, weights, today, shareOfToday });
			return {
				pace: pace({
					target,
					actual,
					totalWeight: total,
					elapsedWeight: elapsed,
					thresholds: organisation.settings.paceThresholds
				}),
				remaining
			};
		},

		/** The dates before today that the outlook may draw from; a month that is over has no outlook. */
		historySpan: ({
			moment: { today },
			month
		}: Pick<Asked, 'moment' | 'month'>): Span | undefined =>
			month.to < today
				? undefined
				: { from: addDays(today, -HISTORY_REACH), to: addDays(today, -1) },

		/** Results of the last working days, from the first one that has any on. */
		historyOf(
			dates: readonly IsoDate[],
			weights: readonly number[],
			results: ReadonlyMap<IsoDate, number>
		): number[] {
			const working = dates.filter((_, i) => weights[i]! > 0);
			const first = working.findIndex((date) => results.has(date));
			if (first === -1) return [];
			return working
				.slice(first)
				.slice(-HISTORY_DAYS)
				.map((date) => results.get(date) ?? 0);
		},

		outlookOf(
			subject: Tracked,
			{ metric, month, moment }: Pick<Asked, 'metric' | 'month' | 'moment'>,
			of: { pace: Pace; remaining: number; history: readonly number[] }
		): Outlook | undefined {
			if (of.pace.target === undefined) return undefined;
			return outlook({
				target: of.pace.target,
				actual: of.pace.value,
				remainingWeight: of.remaining,
				history: of.history,
				// The same as of /progress: both say the same.
				seed: `${subject.kind}:${subject.code}:${metric.code}:${periodKey(month)}:${moment.today}`
			});
		}
	};
}
