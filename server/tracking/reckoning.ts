import type pg from 'pg';
import { elapsedWeight, pace } from '../../src/lib/domain/pace.ts';
import type { Pace } from '../../src/lib/domain/pace.ts';
import { datesOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { Metric } from '../directory/mirror.ts';
import type { World } from '../history/history.ts';
import type { Moment } from '../history/moment.ts';
import { createWeigher, readHistories } from './histories.ts';
import { outlookOf } from './outlooks.ts';
import type { SubjectOutlook } from './outlooks.ts';
import type { Results } from './results.ts';
import { targetOf } from './subjects.ts';
import type { Tracked } from './subjects.ts';

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
export function createReckoning(world: World) {
	const { organisation, targets } = world;
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

		weigher: (dates: readonly IsoDate[]) => createWeigher(world, dates),

		paceOf(of: {
			moment: Pick<Moment, 'today' | 'shareOfToday'>;
			dates: readonly IsoDate[];
			weights: readonly number[];
			target: number | undefined;
			actual: number;
		}): Pace {
			const { moment, dates, weights, target, actual } = of;
			const { today, shareOfToday } = moment;
			const { total, elapsed } = elapsedWeight({ dates, weights, today, shareOfToday });
			return pace({
				target,
				actual,
				totalWeight: total,
				elapsedWeight: elapsed,
				thresholds: organisation.settings.paceThresholds
			});
		},

		/** How likely each of these ends the month well; undefined for all of a month that is over. */
		async outlooks(
			{ metric, month, moment, results }: Pick<Asked, 'metric' | 'month' | 'moment' | 'results'>,
			subjects: readonly { subject: Tracked; pace: Pace }[]
		): Promise<(SubjectOutlook | undefined)[]> {
			const { today } = moment;
			const open = subjects.filter(({ pace }) => pace.target !== undefined && month.to >= today);
			const found = new Map<Tracked, SubjectOutlook | undefined>();
			if (open.length > 0) {
				const of = { metric, subjects: open.map(({ subject }) => subject), today };
				const histories = await readHistories(world, results, of);
				for (const [i, { subject, pace }] of open.entries())
					found.set(
						subject,
						outlookOf({ history: histories[i]! }, { subject, pace, metric, period: month, today })
					);
			}
			return subjects.map(({ subject }) => found.get(subject));
		}
	};
}
