import { datesOf, addDays, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Feed } from '../ledger/feed.ts';
import { readTotals } from '../ledger/totals.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { SubjectRef, Targets } from '../targets/targets.ts';

/** What the settings act on right now: a page shows with it what a change would do (SETTINGS-9). */
export interface SettingsPreview {
	/** Epoch milliseconds. */
	now: number;
	/** Entries exist: the currency stays (SETTINGS-3). */
	currencyInUse: boolean;
	/** Of the current month. */
	dates: IsoDate[];
	/** The different courses that the weights of these dates take; most reps share the company's. */
	courses: number[][];
	/** Absent while there is no company. */
	company?: { name: string; value: number; target?: number; course: number };
	/** Reps who have a target this month. */
	reps: { value: number; target: number; course: number }[];
	/** The largest sales of the last 30 days, largest first. */
	sales: LargeSale[];
}

export interface LargeSale {
	amount: number;
	businessDate: IsoDate;
	rep: string;
}

const METRIC = 'sales';
const SALES_DAYS = 30;
export const MOST_SALES = 200;

const LARGEST_SALES = `
SELECT e.amount, e.business_date AS "businessDate", reps.name AS rep
FROM entries e
JOIN metrics ON metrics.id = e.metric_id AND metrics.kind = 'money'
CROSS JOIN LATERAL (
	SELECT rep_id FROM entry_credits c
	WHERE c.position = e.position AND c.role = 'credit' ORDER BY share DESC, rep_id LIMIT 1
) AS first
JOIN reps ON reps.id = first.rep_id
WHERE e.business_date >= $1 AND e.kind = 'sale'
	AND NOT EXISTS (SELECT FROM entries r WHERE r.reverses = e.position)
ORDER BY e.amount DESC, e.position DESC LIMIT $2`;

export function createSettingsPreview(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	feed: Feed;
	clock: Clock;
}) {
	const { database, directory, organisation, targets, feed, clock } = options;
	const { mirror } = directory;

	async function largestSales(since: IsoDate): Promise<LargeSale[]> {
		const { rows } = await database.pool.query<LargeSale>(LARGEST_SALES, [since, MOST_SALES]);
		return rows;
	}

	return {
		async read(): Promise<SettingsPreview> {
			const today = organisation.today();
			const month = periodOf('month', today);
			const metric = mirror.metrics.named(METRIC)!;
			const company = mirror.company();
			const teams = company ? mirror.below(company.id, 'team').map(({ id }) => id) : [];
			const [sheet, ofReps, ofTeams, sales] = await Promise.all([
				targets.sheet(metric.id, month),
				readTotals(database.pool, { kind: 'rep', metricId: metric.id, ...month }),
				readTotals(database.pool, {
					kind: 'team',
					metricId: metric.id,
					...month,
					subjectIds: teams
				}),
				largestSales(addDays(today, 1 - SALES_DAYS))
			]);

			const courses = new Map<string, number>();
			const courseOf = (subject: SubjectRef): number => {
				const key = targets.weights(month, subject).join();
				if (!courses.has(key)) courses.set(key, courses.size);
				return courses.get(key)!;
			};
			const unit = company && { kind: 'unit' as const, id: company.id };
			const target = unit && sheet.of(unit);
			const ofCompany = unit && {
				name: company.name,
				value: [...ofTeams.values()].reduce((sum, { amount }) => sum + amount, 0),
				...(target === undefined ? {} : { target }),
				course: courseOf(unit)
			};
			const reps = mirror.repsIn(new Set(teams), month.from, month.to).flatMap(({ id }) => {
				const subject = { kind: 'rep' as const, id };
				const goal = sheet.of(subject);
				return goal === undefined
					? []
					: [{ value: ofReps.get(id)?.amount ?? 0, target: goal, course: courseOf(subject) }];
			});
			return {
				now: clock(),
				currencyInUse: feed.head > 0,
				dates: datesOf(month),
				courses: [...courses.keys()].map((key) => key.split(',').map(Number)),
				...(ofCompany ? { company: ofCompany } : {}),
				reps,
				sales
			};
		}
	};
}
