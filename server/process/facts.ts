import { dayWeight } from '../../src/lib/domain/calendar.ts';
import { addDays } from '../../src/lib/domain/period.ts';
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
/** A longer row of days off than this is a holiday that the questions need not look across. */
const MOST_DAYS = 14;

/** The numbers beside the three questions. docs/SPEC.md, REPORT-5. */
export function createFacts(
	parts: Parts,
	targets: Targets,
	visits: ReturnType<typeof createVisits>
) {
	const { database, directory, organisation } = parts;
	const results = presentResults(database.pool);

	/** The working day of a rep next to a date, in one direction; the day beside it when there is none near. */
	function workingDayBeside(rep: Rep, date: IsoDate, step: 1 | -1): IsoDate {
		const days = directory.mirror.daysOf(rep.id);
		for (let i = 1; i <= MOST_DAYS; i++) {
			const day = addDays(date, i * step);
			if (dayWeight(day, organisation.calendar, days) > 0) return day;
		}
		return addDays(date, step);
	}

	return async function factsOf(rep: Rep, today: IsoDate): Promise<ReportFacts> {
		const yesterday = workingDayBeside(rep, today, -1);
		const tomorrow = workingDayBeside(rep, today, 1);
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
