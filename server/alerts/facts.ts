import { dayWeight, daysOf } from '../../src/lib/domain/calendar.ts';
import { elapsedWeight, pace } from '../../src/lib/domain/pace.ts';
import type { ElapsedWeight } from '../../src/lib/domain/pace.ts';
import { idleMinutes } from '../../src/lib/domain/laggard.ts';
import type { Facts, PaceFacts, Rule, WallTime } from '../../src/lib/domain/laggard.ts';
import { addDays, datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Metric, Rep } from '../directory/mirror.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { TargetSheet, Targets } from '../targets/targets.ts';
import type { AlertThresholds } from './thresholds.ts';

/** Of whom something is known, and whether their working day has begun. */
export interface RepFacts {
	rep: Rep;
	teamId: number;
	facts: Facts;
	/** Today is a working day of theirs. */
	works: boolean;
	/** And it has begun. */
	atWork: boolean;
	/** When they sold last, as far as the last weeks know; epoch milliseconds. */
	lastAt?: number;
}

/** Ids of the reps whose report (or check) of a day was missing at an instant. */
export type MissingOn = (day: IsoDate, at: number) => Promise<ReadonlySet<number>>;

/** How far back the last entry is looked for. */
const IDLE_REACH_DAYS = 30;
/** Beyond this many idle minutes nobody counts on. */
const IDLE_ENOUGH = 100 * 60;

export const COLLECTION = 'collection';

const LAST_ENTRIES = `
WITH last AS (
	SELECT DISTINCT ON (metric_id, subject_id) subject_id, reached
	FROM day_totals WHERE kind = 'rep' AND day >= $1
	ORDER BY metric_id, subject_id, day DESC
)
SELECT subject_id AS id, max(occurred_at) AS at
FROM last JOIN entries ON position = reached AND kind <> 'reversal'
GROUP BY subject_id`;

const SUMS = `
SELECT metric_id AS metric, subject_id AS rep, sum(amount) AS amount
FROM day_totals
WHERE kind = 'rep' AND metric_id = ANY($1) AND day BETWEEN $2 AND $3
	AND ($4::int[] IS NULL OR subject_id = ANY($4))
GROUP BY metric_id, subject_id`;

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/**
 * Pace for thousands at a time: the index in floating point, exactly (PACE-4) only where that might decide; what a cause
 * shows besides, when it is asked for.
 */
export function paceFacts(
	metric: string,
	{ value, target }: { value: number; target: number },
	{ total, elapsed }: { total: number; elapsed: number }
): PaceFacts {
	const exact = () => pace({ target, actual: value, totalWeight: total, elapsedWeight: elapsed });
	const rough = elapsed > 0 ? ((value / target) * total) / elapsed : undefined;
	const near = rough !== undefined && Math.abs(rough * 100 - Math.round(rough * 100)) < 1e-6;
	return {
		metric,
		value,
		target,
		index: near ? exact().index : rough,
		elapsedDays: elapsed / 100,
		get expected() {
			return exact().expected;
		},
		get requiredPerDay() {
			return exact().requiredPerDay;
		},
		get perDay() {
			return elapsed > 0 ? Math.round((value / elapsed) * 100) : undefined;
		}
	};
}

export type FactSource = ReturnType<typeof createFacts>;

/** What the rules ask about: month to date against target, the last entry, what is missing at its cut-off. */
export function createFacts(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	thresholds: AlertThresholds;
	missing: Readonly<Partial<Record<'report' | 'check', MissingOn>>>;
	clock: Clock;
}) {
	const { database, directory, organisation, targets, thresholds, missing, clock } = options;
	const { mirror } = directory;
	/** When each rep sold last, epoch milliseconds. */
	const last = new Map<number, number>();
	/** The same as the wall shows it: telling that is slow, so it is remembered. */
	const lastOnWall = new Map<number, WallTime>();
	let seeded: Promise<void> | undefined;

	function noteLast(repId: number, at: number): void {
		if ((last.get(repId) ?? -Infinity) >= at) return;
		last.set(repId, at);
		lastOnWall.delete(repId);
	}

	async function seed(): Promise<void> {
		const since = addDays(organisation.today(), -IDLE_REACH_DAYS);
		const { rows } = await database.pool.query<{ id: number; at: Date }>(LAST_ENTRIES, [since]);
		for (const { id, at } of rows) noteLast(id, at.getTime());
	}

	function wallTimeOf(repId: number): WallTime | undefined {
		const at = last.get(repId);
		if (at === undefined) return undefined;
		let wall = lastOnWall.get(repId);
		if (!wall) {
			const { dateOf, minuteOf: minute } = organisation.clock;
			lastOnWall.set(repId, (wall = { date: dateOf(at), minute: minute(at) }));
		}
		return wall;
	}
	organisation.onChange(() => lastOnWall.clear());

	async function sheetsOf(month: Period): Promise<{ metric: Metric; sheet: TargetSheet }[]> {
		return Promise.all(
			[...mirror.metrics.all()].map(async (metric) => ({
				metric,
				sheet: await targets.sheet(metric.id, month)
			}))
		);
	}

	async function sumsOf(metricIds: number[], month: Period, until: IsoDate, repIds?: number[]) {
		const { rows } = await database.pool.query<{ metric: number; rep: number; amount: number }>({
			name: 'alert-sums',
			text: SUMS,
			values: [metricIds, month.from, until, repIds ?? null]
		});
		return new Map(rows.map(({ metric, rep, amount }) => [`${metric}:${rep}`, amount]));
	}

	/** Most reps share the organisation's days: theirs are told once. */
	function calendarOf(month: Period, today: IsoDate) {
		const reach = { from: addDays(today, -IDLE_REACH_DAYS), to: today };
		const from = reach.from < month.from ? reach.from : month.from;
		const dates = datesOf(month);
		const shareOfToday = organisation.shareOfToday();
		const elapsedOf = (weights: number[]): ElapsedWeight =>
			elapsedWeight({ dates, weights, today, shareOfToday });
		const common = {
			elapsed: elapsedOf(daysOf(dates, organisation.calendar).map(({ weight }) => weight)),
			recent: daysOf(reach, organisation.calendar),
			today: dayWeight(today, organisation.calendar)
		};
		return (repId: number) => {
			const own = mirror.daysOf(repId);
			const differs =
				(own.from !== undefined && own.from > from) ||
				(own.to !== undefined && own.to < month.to) ||
				own.leave?.some((leave) => leave.to >= from && leave.from <= month.to);
			if (!differs) return common;
			return {
				elapsed: elapsedOf(daysOf(dates, organisation.calendar, own).map(({ weight }) => weight)),
				recent: daysOf(reach, organisation.calendar, own),
				today: dayWeight(today, organisation.calendar, own)
			};
		};
	}

	/** The sets of what is missing, asked for only when somebody's cut-off has passed. */
	function missingNow(rules: readonly Rule[], today: IsoDate, minute: number) {
		const asked = new Map<string, Promise<ReadonlySet<number>>>();
		return async (rule: 'report' | 'check', repId: number, teamId: number) => {
			const source = missing[rule];
			if (!source || !rules.includes(rule)) return undefined;
			const own = thresholds.of(teamId);
			if (!own[rule] || minute < minuteOf(own[`${rule}At`])) return undefined;
			if (!asked.has(rule)) asked.set(rule, source(today, clock()));
			return (await asked.get(rule)!).has(repId);
		};
	}

	return {
		/** Entries were booked; gives whom they touch. */
		note(batch: readonly BookedEntry[]): Set<number> {
			const touched = new Set<number>();
			for (const { kind, occurredAt, credits } of batch)
				for (const { repId, role } of credits) {
					if (role !== 'credit') continue;
					touched.add(repId);
					if (kind !== 'reversal') noteLast(repId, occurredAt);
				}
			return touched;
		},

		/** Of these reps, or of all who are in a team today. */
		async read(rules: readonly Rule[], repIds?: readonly number[]): Promise<RepFacts[]> {
			await (seeded ??= seed().catch((error: unknown) => {
				seeded = undefined;
				throw error;
			}));
			const today = organisation.today();
			const month = periodOf('month', today);
			const minute = organisation.clock.minuteOf(clock());
			const { workingHours } = organisation.settings;
			const sheets = await sheetsOf(month);
			const only = repIds && [...repIds];
			const sums = await sumsOf(
				sheets.map(({ metric }) => metric.id),
				month,
				today,
				only
			);
			const daysFor = calendarOf(month, today);
			const missingOf = missingNow(rules, today, minute);
			const found: RepFacts[] = [];
			const reps = only ? only.flatMap((id) => mirror.reps.get(id) ?? []) : mirror.reps.all();
			for (const rep of reps) {
				const teamId = mirror.teamOn(rep.id, today);
				if (teamId === undefined) continue;
				const days = daysFor(rep.id);
				const paces: PaceFacts[] = [];
				for (const { metric, sheet } of sheets) {
					const target = sheet.of({ kind: 'rep', id: rep.id });
					if (!target) continue;
					const value = sums.get(`${metric.id}:${rep.id}`) ?? 0;
					paces.push(paceFacts(metric.code, { value, target }, days.elapsed));
				}
				const since = wallTimeOf(rep.id);
				const idle =
					since || paces.length > 0
						? idleMinutes({
								since: since ?? { date: days.recent[0]!.date, minute: 0 },
								until: { date: today, minute },
								hours: workingHours,
								days: days.recent,
								enough: IDLE_ENOUGH
							})
						: undefined;
				const [report, check] = [
					await missingOf('report', rep.id, teamId),
					await missingOf('check', rep.id, teamId)
				];
				found.push({
					rep,
					teamId,
					works: days.today > 0,
					...(last.has(rep.id) ? { lastAt: last.get(rep.id)! } : {}),
					atWork: days.today > 0 && minute >= minuteOf(workingHours.start),
					facts: {
						paces: paces.filter(({ metric }) => metric !== COLLECTION),
						collection: paces.find(({ metric }) => metric === COLLECTION),
						...(idle === undefined ? {} : { idleMinutes: idle }),
						missing: {
							...(report === undefined ? {} : { report }),
							...(check === undefined ? {} : { check })
						}
					}
				});
			}
			return found;
		}
	};
}
