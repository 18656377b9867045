/** Every rep × metric that a day's check lists, with its figures and causes. docs/SPEC.md, TRACK-11 and TRACK-12. */
import { dayWeight } from '../../src/lib/domain/calendar.ts';
import { behindSince, heatOf } from '../../src/lib/domain/heat.ts';
import { elapsedWeight, pace, trackingTable } from '../../src/lib/domain/pace.ts';
import type { Pace } from '../../src/lib/domain/pace.ts';
import { datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Metric, Rep } from '../directory/mirror.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Targets } from '../targets/targets.ts';
import type { Cause, CheckRow } from './check-view.ts';
import { presentResults } from './results.ts';

/** Whom a list is about: everybody, or the members of these units and of all below. */
export type Scope = readonly string[] | undefined;

export interface CheckItem {
	rep: Rep;
	metric: Metric;
	teamId: number;
	/** Of the month. */
	target: number;
}

/** Where an item stands at the end of a day, or now. */
export interface CheckFigures {
	month: Pace;
	/** Of the day. */
	actual: number;
}

export type CheckItems = ReturnType<typeof createCheckItems>;

export function createCheckItems(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
}) {
	const { organisation, targets } = options;
	const { mirror } = options.directory;
	const results = presentResults(options.database.pool);

	function teamsIn(scope: Scope): ReadonlySet<number> {
		const roots = scope?.map((code) => mirror.units.named(code)) ?? [mirror.company()];
		return new Set(
			roots.flatMap((unit) => (unit ? mirror.below(unit.id, 'team').map(({ id }) => id) : []))
		);
	}

	/** Every rep × metric with a month target, of who belongs to the teams on the day; none on a day off. */
	async function itemsOf(scope: Scope, day: IsoDate): Promise<CheckItem[]> {
		if (dayWeight(day, organisation.calendar) === 0) return [];
		const teams = teamsIn(scope);
		const month = periodOf('month', day);
		const members = mirror.repsIn(teams, day, day);
		const items: CheckItem[] = [];
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

	/** Figures of items as they are now, up to the end of the day asked for. */
	async function figuresOf(
		items: readonly CheckItem[],
		day: IsoDate
	): Promise<Map<CheckItem, CheckFigures>> {
		const month = periodOf('month', day);
		const today = organisation.today();
		const share = day < today ? 1 : organisation.shareOfToday();
		const figures = new Map<CheckItem, CheckFigures>();
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

	function causesOf(
		{ id }: Rep,
		{ day, booked, since }: { day: IsoDate; booked: boolean; since: IsoDate | undefined }
	): Cause[] {
		const away = dayWeight(day, organisation.calendar, mirror.daysOf(id)) === 0;
		return [
			...(away ? [{ kind: 'on-leave' as const }] : []),
			...(!away && !booked ? [{ kind: 'no-entry' as const }] : []),
			...(since === undefined ? [] : [{ kind: 'behind-since' as const, date: since }])
		];
	}

	/** The rows of a page in full: day targets and causes need each rep's month. */
	async function inFull(
		items: readonly CheckItem[],
		figures: ReadonlyMap<CheckItem, CheckFigures>,
		day: IsoDate
	): Promise<Omit<CheckRow, 'tick'>[]> {
		const month = periodOf('month', day);
		const dates = datesOf(month);
		const days = new Map<CheckItem, ReadonlyMap<IsoDate, number>>();
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
				return {
					rep: { code: rep.code, name: rep.name, team: mirror.units.get(teamId)!.name },
					metric: { code: metric.code, name: metric.name, kind: metric.kind },
					target: set.get(day) ?? 0,
					actual,
					month: now,
					causes: causesOf(rep, { day, booked: days.get(item)!.has(day), since: behindSince(rows) })
				};
			})
		);
	}

	return { itemsOf, figuresOf, inFull };
}
