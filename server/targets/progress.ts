import { apportion } from '../../src/lib/domain/apportion.ts';
import { elapsedWeight, pace, trackingTable } from '../../src/lib/domain/pace.ts';
import type { TrackingRow } from '../../src/lib/domain/pace.ts';
import { datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period, PeriodUnit } from '../../src/lib/domain/period.ts';
import type { Progress } from '../../src/lib/live/board.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { World } from '../history/history.ts';
import type { Feed } from '../ledger/feed.ts';
import type { TotalKind } from '../ledger/schema.ts';
import { readDays } from '../ledger/totals.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { monthsOf } from '../periods/closed-worlds.ts';
import type { ClosedWorlds } from '../periods/closed-worlds.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Outlooks } from '../tracking/outlooks.ts';
import type { SubjectRef, Targets } from './targets.ts';

export type ProgressKind = 'unit' | 'rep' | 'dealer' | 'product';

export interface ProgressQuery {
	metric: string;
	period: PeriodUnit;
	/** Any business date of the period; today unless named. */
	date?: IsoDate | undefined;
	kind: ProgressKind;
	code: string;
}

export interface ProgressView extends Progress {
	position: number;
	asOf: string;
	subject: { kind: ProgressKind; code: string; name: string };
	days: TrackingRow[];
}

const SHELF = { unit: 'units', rep: 'reps', dealer: 'customers', product: 'products' } as const;
const UNKNOWN = { unit: 'unit', rep: 'rep', dealer: 'customer', product: 'product' } as const;

/** Pace, outlook and the day-by-day table of any subject. */
export function createProgress(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	outlooks: Outlooks;
	closedWorlds: ClosedWorlds;
	feed: Feed;
	clock: Clock;
}) {
	const { database, directory, organisation, targets, outlooks, closedWorlds, feed, clock } =
		options;
	const { mirror } = directory;
	const present: World = { directory, organisation, targets };

	/** Where a subject's results lie among the day totals. */
	function source(subject: SubjectRef): { kind: TotalKind; subjectIds: number[] } {
		if (subject.kind === 'unit')
			return { kind: 'team', subjectIds: mirror.below(subject.id, 'team').map((team) => team.id) };
		return { kind: subject.kind, subjectIds: [subject.id] };
	}

	/** The world of each month that a period touches: closed ones stay as they were closed. */
	async function worldsOf(period: Period) {
		const now = { world: present, at: clock(), past: false };
		return Promise.all(
			monthsOf(period).map(async (month) => ({
				within: month.within,
				world: await closedWorlds.of(month, now)
			}))
		);
	}
	type Worlds = Awaited<ReturnType<typeof worldsOf>>;

	const weightsOf = (worlds: Worlds, subject: SubjectRef): number[] =>
		worlds.flatMap(({ within, world }) => world.targets.weights(within, subject));

	/** Day targets; those of a quarter or year that has no months are its own target by the calendar. */
	async function dayTargets(
		worlds: Worlds,
		of: { metricId: number; dates: readonly IsoDate[]; weights: readonly number[] },
		subject: SubjectRef,
		target: number | undefined
	): Promise<number[]> {
		const found = await Promise.all(
			worlds.map(({ within, world }) => world.targets.days(of.metricId, within, subject))
		);
		const set = new Map(found.flatMap((days) => [...days]));
		if (set.size === 0 && target !== undefined) {
			const parts = apportion(target, of.weights);
			if (parts.ok) return parts.parts;
		}
		return of.dates.map((date) => set.get(date) ?? 0);
	}

	return {
		async read(query: ProgressQuery): Promise<Outcome<{ progress: ProgressView }>> {
			const metric = mirror.metrics.named(query.metric);
			if (!metric) return failed(problem('metric', 'unknown-metric', query.metric));
			const row = mirror[SHELF[query.kind]].named(query.code);
			if (!row) return failed(problem('code', `unknown-${UNKNOWN[query.kind]}`, query.code));

			const subject: SubjectRef = {
				kind: query.kind === 'dealer' ? 'customer' : query.kind,
				id: row.id
			};
			const today = organisation.today();
			const period = periodOf(query.period, query.date ?? today);
			const dates = datesOf(period);
			const worlds = await worldsOf(period);
			const weights = weightsOf(worlds, subject);
			const { world } = worlds.at(-1)!;
			const position = feed.head;
			const [sheet, results] = await Promise.all([
				world.targets.sheet(metric.id, period),
				readDays(database.pool, {
					...source(subject),
					metricId: metric.id,
					from: period.from,
					to: period.to
				})
			]);
			const target = sheet.of(subject);
			const actual = [...results.values()].reduce((sum, amount) => sum + amount, 0);
			const elapsed = elapsedWeight({
				dates,
				weights,
				today,
				shareOfToday: organisation.shareOfToday()
			});
			const standing = pace({
				target,
				actual,
				totalWeight: elapsed.total,
				elapsedWeight: elapsed.elapsed,
				thresholds: world.organisation.settings.paceThresholds
			});
			const [told] = await outlooks.tell(metric, period, [{ subject, progress: standing }]);
			return {
				ok: true,
				progress: {
					position,
					asOf: new Date(clock()).toISOString(),
					subject: { kind: query.kind, code: row.code, name: row.name },
					period: { from: period.from, to: period.to },
					...told!,
					days: trackingTable({
						dates,
						weights,
						targets: await dayTargets(
							worlds,
							{ metricId: metric.id, dates, weights },
							subject,
							target
						),
						actuals: Object.fromEntries(results),
						today
					})
				}
			};
		}
	};
}
