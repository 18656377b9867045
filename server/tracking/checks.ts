/** 日点检 of targets: what a supervisor has to look at today, and whether they did. docs/SPEC.md, TRACK-11 to TRACK-14. */
import { addDays, datesOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Targets } from '../targets/targets.ts';
import { createCheckItems } from './check-items.ts';
import type { CheckItem, Scope } from './check-items.ts';
import { supervisorRows } from './check-supervisors.ts';
import type { CheckEntry, CheckList } from './check-view.ts';
import { readSupervisors, supervisorsOf } from './supervisors.ts';
import { createTickStore, keyOf } from './ticks.ts';

export const CHECKS = 50;
/** How many days back something unticked can still be ticked, and is held against whoever should have. */
const DAYS_BACK = 7;

/** The days before `day` that still count, newest first. */
function daysBefore(day: IsoDate, first: IsoDate | undefined): IsoDate[] {
	if (first === undefined) return [];
	const from = addDays(day, -DAYS_BACK);
	return datesOf({ from: first > from ? first : from, to: addDays(day, -1) }).reverse();
}

const canTick = (day: IsoDate, today: IsoDate) => day <= today && day >= addDays(today, -DAYS_BACK);

export function createChecks(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	clock: Clock;
}) {
	const { database, directory, organisation, clock } = options;
	const { mirror } = directory;
	const { itemsOf, figuresOf, inFull } = createCheckItems(options);
	const stored = createTickStore(database);

	/**
	 * Ids of the reps whom somebody should have checked on a day and nobody did, up to an instant. Nobody before the first
	 * tick there ever was (TRACK-14): a company that does not check misses nothing.
	 */
	async function missing(day: IsoDate, until: number): Promise<Set<number>> {
		const first = await stored.firstDay();
		if (first === undefined || day < first) return new Set();
		const [items, ticks, byUnit] = await Promise.all([
			itemsOf(undefined, day),
			stored.between({ from: day, to: day }),
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
			const before = daysBefore(day, await stored.firstDay());
			const [items, byUnit, ticks, ...earlier] = await Promise.all([
				itemsOf(query.scope, day),
				readSupervisors(database, mirror),
				stored.between({ from: before.at(-1) ?? day, to: day }),
				...before.map(async (date) => ({ day: date, items: await itemsOf(query.scope, date) }))
			]);
			const figures = await figuresOf(items, day);
			const tickOf = ({ rep, metric }: CheckItem) => ticks.get(keyOf(rep.id, metric.id, day));
			const sorted = items.toSorted(
				(a, b) =>
					(figures.get(a)!.month.index ?? Infinity) - (figures.get(b)!.month.index ?? Infinity) ||
					(a.rep.code < b.rep.code ? -1 : 1)
			);
			const page = query.page ?? 1;
			const shown = sorted.slice((page - 1) * CHECKS, page * CHECKS);
			const rows = await inFull(shown, figures, day);
			const { rows: supervisors, unled } = supervisorRows([{ day, items }, ...earlier], {
				mirror,
				ticks,
				byUnit
			});
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
			const isNew = await stored.put({
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
			});
			return isNew ? { ok: true } : failed(problem('rep', 'already-checked', rep.name));
		},

		/** What was ticked of a rep, newest day first; undefined for an unknown rep. */
		async history(
			code: string,
			span: { from: IsoDate; to: IsoDate }
		): Promise<{ rep: { code: string; name: string }; entries: CheckEntry[] } | undefined> {
			const rep = mirror.reps.named(code);
			if (!rep) return undefined;
			const checks = await stored.ofRep(rep.id, span);
			return {
				rep: { code: rep.code, name: rep.name },
				entries: checks.map((check): CheckEntry => {
					const metric = mirror.metrics.get(check.metricId)!;
					return {
						day: check.day,
						metric: { code: metric.code, name: metric.name, kind: metric.kind },
						by: check.by,
						byName: check.byName,
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
