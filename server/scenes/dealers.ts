import { elapsedWeight } from '../../src/lib/domain/pace.ts';
import { datesOf, periodOf, previousPeriod, yearBefore } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import { rank } from '../../src/lib/domain/standing.ts';
import type { SceneOptions } from '../../src/lib/scenes/kinds.ts';
import type { DealerRow } from '../../src/lib/scenes/states.ts';
import type { Customer, Metric } from '../directory/mirror.ts';
import type { Total } from '../ledger/totals.ts';
import { comparedSpan } from './compared.ts';
import { toRows } from './month.ts';
import { basisOf } from './scene.ts';
import type { Moment, SceneContext, SceneMaker, Source } from './scene.ts';
import { totalsOf } from './totals.ts';

type Options = SceneOptions<'dealers'>;
type Totals = ReadonlyMap<number, Total>;

interface FreshSource extends Source {
	/** Those of the dealers who never bought before a day. */
	read(dealers: readonly number[], since: IsoDate): Promise<ReadonlySet<number>>;
}

/** Who was there before does not change with what is booked now: it is asked once for each. */
function freshOf({ booked, share }: SceneContext, metric: Metric): FreshSource {
	return share(`fresh:${metric.id}`, () => {
		const known = new Map<string, boolean>();
		const keyOf = (since: IsoDate, id: number) => `${since}:${id}`;
		return {
			note: () => false,
			forget: () => known.clear(),
			async read(dealers, since) {
				const unknown = dealers.filter((id) => !known.has(keyOf(since, id)));
				if (unknown.length > 0) {
					const fresh = await booked.newSince({
						metricId: metric.id,
						customerIds: unknown,
						since
					});
					for (const id of unknown) known.set(keyOf(since, id), fresh.has(id));
				}
				return new Set(dealers.filter((id) => known.get(keyOf(since, id))));
			}
		};
	});
}

/** Dealers whom somebody of the unit looks after, and whoever bought from it. */
function dealersOf({ directory, unit }: SceneContext, totals: Totals, today: IsoDate): Customer[] {
	const { mirror } = directory;
	const teams = new Set(mirror.below(unit.id, 'team').map(({ id }) => id));
	const isOurs = ({ id, ownerId }: Customer): boolean => {
		if (unit.kind === 'company' || totals.has(id)) return true;
		const team = ownerId === null ? undefined : mirror.teamOn(ownerId, today);
		return team !== undefined && teams.has(team);
	};
	return [...mirror.customers.all()].filter((one) => one.kind === 'dealer' && isOurs(one));
}

const growthOf = (value: number, before: number | undefined): { growth?: number } =>
	before !== undefined && before > 0 ? { growth: (value - before) / before } : {};

const sumOf = (dealers: readonly Customer[], totals: Totals): number =>
	dealers.reduce((sum, { id }) => sum + (totals.get(id)?.amount ?? 0), 0);

const earlierOf = (compare: Options['compare'], current: Period): Period =>
	compare === 'year' ? yearBefore(current) : previousPeriod(current);

export const dealers: SceneMaker<'dealers'> = (context, options) => {
	const { measure, period, compare, top } = options;
	const { mirror } = context.directory;
	const metric = context.metricOf(options.metric);
	const kind = 'customer' as const;
	const periodAt = (today: IsoDate) => periodOf(period, today);
	const source = totalsOf(context, { metric, kind, name: period, span: periodAt });
	const past =
		compare === 'none'
			? undefined
			: totalsOf(context, {
					metric,
					kind,
					name: `${period}:before:${compare}`,
					span(today) {
						const current = periodAt(today);
						const earlier = earlierOf(compare, current);
						return comparedSpan(context, { current, earlier, today });
					}
				});
	const fresh = freshOf(context, metric);

	const elapsed = (of: Period, { today, shareOfToday }: Moment) => {
		const dates = datesOf(of);
		const weights = context.targets.weights(dates, { kind: 'unit', id: context.unit.id });
		return elapsedWeight({ dates, weights, today, shareOfToday }).timeProgress;
	};

	return {
		sources: [source, ...(past ? [past] : []), fresh],
		async compose(at) {
			const current = periodAt(at.today);
			const [totals, before, sheet] = await Promise.all([
				source.read(at),
				past?.read(at),
				context.targets.sheet(metric.id, current)
			]);
			const all = dealersOf(context, totals, at.today);
			const timeProgress = elapsed(current, at);
			const valueOf = (id: number) => totals.get(id)?.amount ?? 0;
			const targetOf = (id: number) => sheet.of({ kind, id }) || undefined;
			const ranked = rank(
				all
					.filter(({ id }) => valueOf(id) !== 0 || targetOf(id) !== undefined)
					.map(({ id, code }) => {
						const target = targetOf(id);
						const value = valueOf(id);
						return {
							code,
							value: measure === 'total' ? value : target && value / target,
							reachedAt: totals.get(id)?.reached ?? 0
						};
					})
			).slice(0, top);
			const active = all.filter(({ id }) => valueOf(id) > 0).map(({ id }) => id);
			const isFresh = await fresh.read(active, current.from);

			const rows = ranked.map(({ rank: place, code }): DealerRow => {
				const { id, name, ownerId } = mirror.customers.named(code)!;
				const owner = ownerId === null ? undefined : mirror.reps.get(ownerId)?.name;
				const value = valueOf(id);
				const target = targetOf(id);
				return {
					rank: place,
					code,
					name,
					...(owner === undefined ? {} : { owner }),
					value,
					...(target === undefined ? {} : { target, attainment: value / target }),
					...(target === undefined || timeProgress === undefined ? {} : { timeProgress }),
					...growthOf(value, before?.get(id)?.amount),
					...(isFresh.has(id) ? { fresh: true as const } : {})
				};
			});
			const value = sumOf(all, totals);
			const shown = rows.reduce((sum, row) => sum + row.value, 0);
			return {
				...basisOf(context, metric),
				period: { unit: period, from: current.from, to: current.to },
				dealers: toRows(rows, (row) => row.code),
				total: all.length,
				active: active.length,
				fresh: isFresh.size,
				value,
				...growthOf(value, before && sumOf(all, before)),
				...(value > 0 && shown >= 0 ? { share: shown / value } : {})
			};
		}
	};
};
