import { movement } from '../../src/lib/domain/standing.ts';
import type { LeaderboardScene, PlaceRow } from '../../src/lib/scenes/states.ts';
import type { SceneOptions } from '../../src/lib/scenes/kinds.ts';
import { DIRECTORY_KIND, SUBJECT_KIND } from '../rankings/measure.ts';
import type { RankedSubject } from '../rankings/rankings.ts';
import type { TargetSheet } from '../targets/targets.ts';
import { monthOf, toRows } from './month.ts';
import type { Month } from './month.ts';
import { monthPlace, rankedOf, teamNameOf } from './ranked.ts';
import { basisOf } from './scene.ts';
import type { SceneContext, SceneMaker } from './scene.ts';

const VALUE_KIND = {
	total: 'amount',
	gap: 'amount',
	attainment: 'ratio',
	growth: 'ratio',
	points: 'points'
} as const satisfies Record<string, LeaderboardScene['valueKind']>;

type Options = SceneOptions<'leaderboard'>;

function unitNameOf(context: SceneContext, { level }: Options, id: number): string | undefined {
	const { mirror } = context.directory;
	const today = context.organisation.today();
	if (level === 'rep') return teamNameOf(context, id, today);
	if (level === 'dealer') return mirror.reps.get(mirror.customers.get(id)?.ownerId ?? 0)?.name;
	const above = level === 'product' ? undefined : mirror.units.get(id)?.parentId;
	return above == null || above === context.unit.id ? undefined : mirror.units.get(above)?.name;
}

/** A place on any leaderboard: with its target where the measure has to do with one. */
function placeOf(
	context: SceneContext,
	options: Options,
	sheet: TargetSheet,
	{ code, rank, value, openingRank }: RankedSubject
): PlaceRow {
	const { level, measure } = options;
	const { id, name } = context.directory.mirror[DIRECTORY_KIND[level]].named(code)!;
	const unit = unitNameOf(context, options, id);
	const target =
		measure === 'points' || measure === 'growth'
			? undefined
			: sheet.of({ kind: SUBJECT_KIND[level], id });
	const attainment =
		!target || value === undefined
			? undefined
			: { total: value / target, gap: (value + target) / target, attainment: value }[
					measure as 'total' | 'gap' | 'attainment'
				];
	const moved = movement(rank, openingRank);
	return {
		rank,
		code,
		name,
		...(unit === undefined ? {} : { unit }),
		...(value === undefined ? {} : { value }),
		...(target === undefined ? {} : { target }),
		...(attainment === undefined ? {} : { attainment }),
		...(moved === undefined ? {} : { movement: moved })
	};
}

export const leaderboard: SceneMaker<'leaderboard'> = (context, options) => {
	const { measure, level, period, top, bottom } = options;
	const metric = context.metricOf(options.metric);
	const ranked = rankedOf(context, { metric, measure, level, period, count: top, bottom });
	// The pace of reps in their month is what the overview shows too.
	const paced = period === 'month' && level === 'rep' && measure === 'total';
	const source = paced ? monthOf(context, metric) : undefined;
	return {
		sources: source ? [source, ranked] : [ranked],
		async compose(at) {
			const [month, found] = await Promise.all([source?.read(at), ranked.read(at)]);
			const { ranking } = found;
			const sheet = month?.sheet ?? (await context.targets.sheet(metric.id, ranking));
			const place = (subject: RankedSubject): PlaceRow =>
				month
					? monthPlace(context, month as Month, subject)
					: placeOf(context, options, sheet, subject);
			const rows = (subjects: readonly RankedSubject[]) =>
				toRows(subjects.map(place), (row) => row.code);
			return {
				...basisOf(context, metric),
				period: { unit: ranking.unit, from: ranking.from, to: ranking.to },
				places: rows(found.subjects),
				...(found.last.length > 0 ? { bottom: rows(found.last) } : {}),
				total: found.size,
				valueKind: VALUE_KIND[measure]
			};
		}
	};
};
