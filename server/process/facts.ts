import { workingDayBeside } from '../../src/lib/domain/calendar.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Rep } from '../directory/mirror.ts';
import type { Targets } from '../targets/targets.ts';
import { presentResults } from '../tracking/results.ts';
import type { Parts } from './parts.ts';
import type { createVisits } from './visits.ts';

/** What the system knows of a day: nobody types it off a screen. */
export interface DayFacts {
	day: IsoDate;
	/** Minor units of sales; absent without a target. */
	target?: number;
	actual: number;
	visits: { planned: number; done: number };
}

/** The rep's last working day, today, and the next one. */
export type ReportFacts = Record<'yesterday' | 'today' | 'tomorrow', DayFacts>;

const METRIC = 'sales';

/** The numbers beside the three questions. docs/SPEC.md, REPORT-5. */
export function createFacts(
	parts: Parts,
	targets: Targets,
	visits: ReturnType<typeof createVisits>
) {
	const { database, directory, organisation } = parts;
	const results = presentResults(database.pool);

	/** The working day of a rep next to a date, in one direction. */
	const besides = (rep: Rep, date: IsoDate, step: 1 | -1): IsoDate =>
		workingDayBeside(date, step, organisation.calendar, directory.mirror.daysOf(rep.id));

	return async function factsOf(rep: Rep, today: IsoDate): Promise<ReportFacts> {
		const yesterday = besides(rep, today, -1);
		const tomorrow = besides(rep, today, 1);
		const span = { from: yesterday, to: tomorrow };
		const metric = directory.mirror.metrics.named(METRIC)!;
		const [[booked], set, planned] = await Promise.all([
			results.days({ kind: 'rep', metricId: metric.id, groups: [[rep.id]], ...span }),
			targets.days(metric.id, span, { kind: 'rep', id: rep.id }),
			visits.between([rep.id], span.from, span.to)
		]);
		const factsOfDay = (day: IsoDate): DayFacts => {
			const target = set.get(day);
			const own = (planned.get(rep.code) ?? []).filter(({ date }) => date === day);
			const count = (state: string) => own.filter((visit) => visit.state === state).length;
			return {
				day,
				...(target === undefined ? {} : { target }),
				actual: booked!.get(day) ?? 0,
				visits: { planned: count('planned'), done: count('done') }
			};
		};
		return {
			yesterday: factsOfDay(yesterday),
			today: factsOfDay(today),
			tomorrow: factsOfDay(tomorrow)
		};
	};
}
