import { and, between, desc, eq, sql } from 'drizzle-orm';
import { dayWeight } from '../../src/lib/domain/calendar.ts';
import { behindSince, heatOf } from '../../src/lib/domain/heat.ts';
import { elapsedWeight, pace, trackingTable } from '../../src/lib/domain/pace.ts';
import type { Pace, PaceStatus } from '../../src/lib/domain/pace.ts';
import { addDays, datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Metric, Rep } from '../directory/mirror.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Targets } from '../targets/targets.ts';
import { presentResults } from './results.ts';
import { targetChecks } from './schema.ts';
import { readSupervisors, supervisorsOf } from './supervisors.ts';
import type { Supervisor } from './supervisors.ts';

export const CHECKS = 50;
/** How many days back something unticked can still be ticked, and is held against whoever should have. */
const DAYS_BACK = 7;

export type Cause =
	{ kind: 'on-leave' } | { kind: 'no-entry' } | { kind: 'behind-since'; date: IsoDate };

/** That somebody looked, and when. */
export interface Tick {
	by: string;
	byName: string;
	/** Epoch milliseconds. */
	at: number;
	note?: string;
}

export interface CheckRow {
	rep: { code: string; name: string; team: string };
	metric: { code: string; name: string; kind: 'money' | 'count' };
	/** Of the day. */
	target: number;
	actual: number;
	month: Pace;
	causes: Cause[];
	tick?: Tick;
}

/** How far a supervisor is with their list. */
export interface SupervisorRow {
	code: string;
	name: string;
	units: string[];
	total: number;
	done: number;
	/** Epoch milliseconds of the last tick on the day. */
	lastAt?: number;
	/** The earliest of the last days on which something is still unticked. */
	openSince?: IsoDate;
}

export interface CheckList {
	day: IsoDate;
	today: IsoDate;
	/** May still be ticked. */
	open: boolean;
	/** Furthest behind first; what is ticked stays in its place. */
	rows: CheckRow[];
	total: number;
	done: number;
	supervisors: SupervisorRow[];
	/** Reps whom nobody looks after. */
	unled: number;
	/** Earlier days with something unticked. */
	earlier: { day: IsoDate; count: number }[];
}

export interface CheckEntry extends Tick {
	day: IsoDate;
	metric: { code: string; name: string; kind: 'money' | 'count' };
	dayTarget: number;
	dayActual: number;
	monthTarget: number;
	monthActual: number;
	status?: PaceStatus;
	/** Ticked on a later day than the one that was checked. */
	late: boolean;
}

/** Whom a list is about: everybody, or the members of these units and of all below. */
export type Scope = readonly string[] | undefined;

interface Item {
	rep: Rep;
	metric: Metric;
	teamId: number;
	target: number;
}

const keyOf = (repId: number, metricId: number, day: IsoDate): string =>
	`${repId}:${metricId}:${day}`;

/** 日点检 of targets: what a supervisor has to look at today, and whether they did. docs/SPEC.md, TRACK-11 and on. */
export function createChecks(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	clock: Clock;
}) {
	const { database, directory, organisation, targets, clock } = options;
	const { db } = database;
	const { mirror } = directory;
	const results = presentResults(database.pool);

	function teamsIn(scope: Scope): ReadonlySet<number> {
		const roots = scope?.map((code) => mirror.units.named(code)) ?? [mirror.company()];
		return new Set(
			roots.flatMap((unit) => (unit ? mirror.below(unit.id, 'team').map(({ id }) => id) : []))
		);
	}

	/** Every rep × metric with a month target, of who belongs to the teams on the day; none on a day off. */
	async function itemsOf(scope: Scope, day: IsoDate): Promise<Item[]> {
		if (dayWeight(day, organisation.calendar) === 0) return [];
		const teams = teamsIn(scope);
		const month = periodOf('month', day);
		const members = mirror.repsIn(teams, day, day);
		const items: Item[] = [];
		for (const metric of mirror.metrics.all()) {
			const sheet = await targets.sheet(metric.id, month);
			for (const rep of members) {
				const target = sheet.of({ kind: 'rep', id: rep.id });
				const teamId = mirror.teamOn(rep.id, day);
				if (target !== undefined && target > 0 && teamId !== undefined)
					items.push({ rep, metric, teamId, target });
			}
		}
		return items;
	}

	/** Who ticked what, from one day to another. */
	async function ticksOf(from: IsoDate, to: IsoDate): Promise<Map<string, Tick>> {
		const { rows } = await database.pool.query<{
			rep_id: number;
			metric_id: number;
			day: IsoDate;
			by: string;
			name: string | null;
			at: Date;
			note: string | null;
		}>({
			name: 'target-checks-of-days',
			text: `SELECT rep_id, metric_id, day, by, accounts.name, at, note
				FROM target_checks LEFT JOIN accounts ON accounts.code = by
				WHERE day BETWEEN $1 AND $2`,
			values: [from, to]
		});
		return new Map(
			rows.map(({ rep_id, metric_id, day, by, name, at, note }) => [
				keyOf(rep_id, metric_id, day),
				{ by, byName: name ?? by, at: at.getTime(), ...(note === null ? {} : { note }) }
			])
		);
	}

	/** Nothing is missing from before the first tick there ever was. */
	async function firstDay(): Promise<IsoDate | undefined> {
		const [row] = await db
			.select({ day: sql<IsoDate | null>`min(${targetChecks.day})` })
			.from(targetChecks);
		return row?.day ?? undefined;
	}

	/** The days before `day` that still count, newest first. */
	function daysBefore(day: IsoDate, first: IsoDate | undefined): IsoDate[] {
		if (first === undefined) return [];
		const from = addDays(day, -DAYS_BACK);
		return datesOf({ from: first > from ? first : from, to: addDays(day, -1) }).reverse();
	}

	/** Figures of items as they are now, up to the end of the day asked for. */
	async function figuresOf(items: readonly Item[], day: IsoDate) {
		const month = periodOf('month', day);
		const today = organisation.today();
		const share = day < today ? 1 : organisation.shareOfToday();
		const figures = new Map<Item, { month: Pace; actual: number }>();
		for (const metric of new Set(items.map((item) => item.metric))) {
			const own = items.filter((item) => item.metric === metric);
			const groups = own.map(({ rep }) => [rep.id]);
			const asked = { kind: 'rep' as const, metricId: metric.id, groups };
			const [sums, ofDay] = await Promise.all([
				results.sums({ ...asked, from: month.from, to: day }),
				results.sums({ ...asked, from: day, to: day })
			]);
			const dates = datesOf(month);
			for (const [i, item] of own.entries()) {
				const weights = targets.weights(dates, { kind: 'rep', id: item.rep.id });
				const { total, elapsed } = elapsedWeight({
					dates,
					weights,
					today: day,
					shareOfToday: share
				});
				figures.set(item, {
					actual: ofDay[i]!,
					month: pace({
						target: item.target,
						actual: sums[i]!,
						totalWeight: total,
						elapsedWeight: elapsed,
						thresholds: organisation.settings.paceThresholds
					})
				});
			}
		}
		return figures;
	}

	/** The rows of a page in full: day targets and causes need each rep's month. */
	async function inFull(
		items: readonly Item[],
		figures: Awaited<ReturnType<typeof figuresOf>>,
		day: IsoDate
	): Promise<Omit<CheckRow, 'tick'>[]> {
		const month = periodOf('month', day);
		const dates = datesOf(month);
		const days = new Map<Item, ReadonlyMap<IsoDate, number>>();
		for (const metric of new Set(items.map((item) => item.metric))) {
			const own = items.filter((item) => item.metric === metric);
			const groups = own.map(({ rep }) => [rep.id]);
			const read = await results.days({
				kind: 'rep',
				metricId: metric.id,
				groups,
				from: month.from,
				to: day
			});
			for (const [i, item] of own.entries()) days.set(item, read[i]!);
		}
		return Promise.all(
			items.map(async (item) => {
				const { rep, metric, teamId } = item;
				const { month: now, actual } = figures.get(item)!;
				const of = { kind: 'rep' as const, id: rep.id };
				const set = await targets.days(metric.id, month, of);
				const rows = heatOf({
					rows: trackingTable({
						dates,
						weights: targets.weights(dates, of),
						targets: dates.map((date) => set.get(date) ?? 0),
						actuals: Object.fromEntries(days.get(item)!),
						today: day
					}),
					today: day,
					now,
					thresholds: organisation.settings.paceThresholds
				});
				const away = dayWeight(day, organisation.calendar, mirror.daysOf(rep.id)) === 0;
				const since = behindSince(rows);
				const causes: Cause[] = [
					...(away ? [{ kind: 'on-leave' as const }] : []),
					...(!away && !days.get(item)!.has(day) ? [{ kind: 'no-entry' as const }] : []),
					...(since === undefined ? [] : [{ kind: 'behind-since' as const, date: since }])
				];
				return {
					rep: { code: rep.code, name: rep.name, team: mirror.units.get(teamId)!.name },
					metric: { code: metric.code, name: metric.name, kind: metric.kind },
					target: set.get(day) ?? 0,
					actual,
					month: now,
					causes
				};
			})
		);
	}

	/** How far each supervisor is with the items of a day, and since when something is open. */
	function supervisorRows(
		days: readonly { day: IsoDate; items: readonly Item[] }[],
		ticks: ReadonlyMap<string, Tick>,
		byUnit: ReadonlyMap<number, Supervisor[]>
	): { rows: SupervisorRow[]; unled: number } {
		const rows = new Map<string, SupervisorRow>();
		const unled = new Set<number>();
		for (const [i, { day, items }] of days.entries()) {
			for (const { rep, metric } of items) {
				const leaders = supervisorsOf(mirror, byUnit, rep, day);
				if (leaders.length === 0 && i === 0) unled.add(rep.id);
				const tick = ticks.get(keyOf(rep.id, metric.id, day));
				for (const { code, name, unit } of leaders) {
					const row = rows.get(code) ?? { code, name, units: [], total: 0, done: 0 };
					rows.set(code, row);
					if (!row.units.includes(unit)) row.units.push(unit);
					if (i === 0) {
						row.total++;
						if (tick) row.done++;
						if (tick) row.lastAt = Math.max(row.lastAt ?? 0, tick.at);
					}
					if (!tick && (row.openSince === undefined || day < row.openSince)) row.openSince = day;
				}
			}
		}
		const open = (row: SupervisorRow) => (row.total === 0 ? 1 : row.done / row.total);
		return {
			rows: [...rows.values()]
				.sort((a, b) => open(a) - open(b) || (a.code < b.code ? -1 : 1))
				.map((row) => ({
					...row,
					units: row.units.map((code) => mirror.units.named(code)!.name)
				})),
			unled: unled.size
		};
	}

	/**
	 * Ids of the reps whom somebody should have checked on a day and nobody did, up to an instant. Nobody before the first
	 * tick there ever was (TRACK-14): a company that does not check misses nothing.
	 */
	async function missing(day: IsoDate, until: number): Promise<Set<number>> {
		const first = await firstDay();
		if (first === undefined || day < first) return new Set();
		const [items, ticks, byUnit] = await Promise.all([
			itemsOf(undefined, day),
			ticksOf(day, day),
			readSupervisors(database, mirror)
		]);
		return new Set(
			items
				.filter(({ rep, metric }) => {
					const tick = ticks.get(keyOf(rep.id, metric.id, day));
					return (!tick || tick.at > until) && supervisorsOf(mirror, byUnit, rep, day).length > 0;
				})
				.map(({ rep }) => rep.id)
		);
	}

	const canTick = (day: IsoDate, today: IsoDate) =>
		day <= today && day >= addDays(today, -DAYS_BACK);

	return {
		missing,

		/** The units that a list can be narrowed to, from the top down. */
		units(scope: Scope): { code: string; name: string }[] {
			const roots = scope?.map((code) => mirror.units.named(code)) ?? [mirror.company()];
			const kinds = ['company', 'region', 'team'] as const;
			const ids = new Set(
				roots.flatMap((unit) =>
					unit ? kinds.flatMap((kind) => mirror.below(unit.id, kind).map(({ id }) => id)) : []
				)
			);
			return kinds.flatMap((kind) =>
				[...mirror.units.all()]
					.filter((unit) => unit.kind === kind && ids.has(unit.id))
					.map(({ code, name }) => ({ code, name }))
			);
		},

		/** The list of a day; `only` narrows the scope to one unit. */
		async list(query: { scope: Scope; day?: IsoDate | undefined; page?: number | undefined }) {
			const today = organisation.today();
			const day = query.day !== undefined && query.day <= today ? query.day : today;
			const before = daysBefore(day, await firstDay());
			const [items, byUnit, ticks, ...earlier] = await Promise.all([
				itemsOf(query.scope, day),
				readSupervisors(database, mirror),
				ticksOf(before.at(-1) ?? day, day),
				...before.map(async (date) => ({ day: date, items: await itemsOf(query.scope, date) }))
			]);
			const figures = await figuresOf(items, day);
			const tickOf = ({ rep, metric }: Item) => ticks.get(keyOf(rep.id, metric.id, day));
			const sorted = items.toSorted(
				(a, b) =>
					(figures.get(a)!.month.index ?? Infinity) - (figures.get(b)!.month.index ?? Infinity) ||
					(a.rep.code < b.rep.code ? -1 : 1)
			);
			const page = query.page ?? 1;
			const shown = sorted.slice((page - 1) * CHECKS, page * CHECKS);
			const rows = await inFull(shown, figures, day);
			const { rows: supervisors, unled } = supervisorRows(
				[{ day, items }, ...earlier],
				ticks,
				byUnit
			);
			const list: CheckList = {
				day,
				today,
				open: canTick(day, today),
				rows: rows.map((row, i) => {
					const tick = tickOf(shown[i]!);
					return tick ? { ...row, tick } : row;
				}),
				total: items.length,
				done: items.filter(tickOf).length,
				supervisors,
				unled,
				earlier: earlier
					.map(({ day: date, items: all }) => ({
						day: date,
						count: all.filter(({ rep, metric }) => !ticks.has(keyOf(rep.id, metric.id, date)))
							.length
					}))
					.filter(({ count }) => count > 0)
			};
			return list;
		},

		/**
		 * Ticks one rep × metric of a day off, with the figures that stand there now. What was ticked before stays as it is.
		 * Problems: `unknown-rep`, `check-oneself`, `unknown-metric`, `check-too-late`, `nothing-to-check`, `already-checked`.
		 */
		async tick(
			form: { rep: string; metric: string; day: IsoDate; note?: string | undefined },
			by: string
		): Promise<Outcome<object>> {
			const rep = mirror.reps.named(form.rep);
			if (!rep) return failed(problem('rep', 'unknown-rep', form.rep));
			if (rep.code === by) return failed(problem('rep', 'check-oneself', rep.name));
			const metric = mirror.metrics.named(form.metric);
			if (!metric) return failed(problem('metric', 'unknown-metric', form.metric));
			if (!canTick(form.day, organisation.today()))
				return failed(problem('day', 'check-too-late', form.day, { limit: DAYS_BACK }));
			const item = (await itemsOf(undefined, form.day)).find(
				(of) => of.rep.id === rep.id && of.metric.id === metric.id
			);
			if (!item) return failed(problem('rep', 'nothing-to-check', rep.name));
			const figures = await figuresOf([item], form.day);
			const [row] = await inFull([item], figures, form.day);
			const inserted = await db
				.insert(targetChecks)
				.values({
					repId: rep.id,
					metricId: metric.id,
					day: form.day,
					by,
					at: new Date(clock()),
					note: form.note || null,
					dayTarget: row!.target,
					dayActual: row!.actual,
					monthTarget: item.target,
					monthActual: row!.month.value,
					status: row!.month.status ?? null
				})
				.onConflictDoNothing()
				.returning({ by: targetChecks.by });
			return inserted.length > 0
				? { ok: true }
				: failed(problem('rep', 'already-checked', rep.name));
		},

		/** What was ticked of a rep, newest day first; undefined for an unknown rep. */
		async history(
			code: string,
			span: { from: IsoDate; to: IsoDate }
		): Promise<{ rep: { code: string; name: string }; entries: CheckEntry[] } | undefined> {
			const rep = mirror.reps.named(code);
			if (!rep) return undefined;
			const { rows } = await database.pool.query<{ name: string | null; code: string }>(
				'SELECT code, name FROM accounts WHERE code IN (SELECT by FROM target_checks WHERE rep_id = $1)',
				[rep.id]
			);
			const names = new Map(rows.map((row) => [row.code, row.name]));
			const checks = await db
				.select()
				.from(targetChecks)
				.where(and(eq(targetChecks.repId, rep.id), between(targetChecks.day, span.from, span.to)))
				.orderBy(desc(targetChecks.day), targetChecks.metricId);
			return {
				rep: { code: rep.code, name: rep.name },
				entries: checks.map((check): CheckEntry => {
					const metric = mirror.metrics.get(check.metricId)!;
					return {
						day: check.day,
						metric: { code: metric.code, name: metric.name, kind: metric.kind },
						by: check.by,
						byName: names.get(check.by) ?? check.by,
						at: check.at.getTime(),
						...(check.note === null ? {} : { note: check.note }),
						dayTarget: check.dayTarget,
						dayActual: check.dayActual,
						monthTarget: check.monthTarget,
						monthActual: check.monthActual,
						late: organisation.clock.dateOf(check.at.getTime()) > check.day,
						...(check.status === null ? {} : { status: check.status })
					};
				})
			};
		}
	};
}

export type Checks = ReturnType<typeof createChecks>;
