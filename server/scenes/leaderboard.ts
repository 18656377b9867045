import { elapsedWeight, pace } from '../../src/lib/domain/pace.ts';
import type { Pace } from '../../src/lib/domain/pace.ts';
import { datesOf } from '../../src/lib/domain/period.ts';
import { movement } from '../../src/lib/domain/standing.ts';
import type { LeaderboardScene, PlaceRow } from '../../src/lib/scenes/states.ts';
import type { SceneOptions } from '../../src/lib/scenes/kinds.ts';
import { DIRECTORY_KIND, SUBJECT_KIND } from '../rankings/measure.ts';
import type { RankedSubject } from '../rankings/rankings.ts';
import type { Ranking } from '../rankings/keys.ts';
import type { SubjectRef, TargetSheet } from '../targets/targets.ts';
import { facesOf, withFace } from './faces.ts';
import { monthOf, present, toRows } from './month.ts';
import type { Month } from './month.ts';
import { monthPlace, rankedOf, teamNameOf } from './ranked.ts';
import { basisOf } from './scene.ts';
import type { Moment, SceneContext, SceneMaker } from './scene.ts';

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

/** Own leave and joining count in periods up to a month; in longer ones everybody has the unit's time. */
const OWN_TIME_DAYS = 31;

type PaceOf = (subject: SubjectRef, target: number, actual: number) => Pace;

/** The pace of subjects in the period of a ranking. */
function paceIn(
	{ organisation, targets, unit }: SceneContext,
	ranking: Ranking,
	{ today, shareOfToday }: Moment
): PaceOf {
	const dates = datesOf(ranking);
	const ofUnit = targets.weights(dates, { kind: 'unit', id: unit.id });
	return (subject, target, actual) => {
		const isOwn = subject.kind === 'rep' && dates.length <= OWN_TIME_DAYS;
		const weights = isOwn ? targets.weights(dates, subject) : ofUnit;
		const { total, elapsed } = elapsedWeight({ dates, weights, today, shareOfToday });
		const thresholds = organisation.settings.paceThresholds;
		return pace({ target, actual, totalWeight: total, elapsedWeight: elapsed, thresholds });
	};
}

/** What was reached of a target, by the value of a measure that has to do with one. */
const REACHED: Partial<Record<Options['measure'], (value: number, target: number) => number>> = {
	total: (value) => value,
	gap: (value, target) => value + target,
	attainment: (value, target) => Math.round(value * target)
};

/** A place on any leaderboard: with its target and pace where the measure has to do with one. */
function placeOf(
	context: SceneContext,
	options: Options,
	{ sheet, paceOf }: { sheet: TargetSheet; paceOf: PaceOf },
	{ code, rank, value, openingRank }: RankedSubject
): PlaceRow {
	const { level, measure } = options;
	const { id, name } = context.directory.mirror[DIRECTORY_KIND[level]].named(code)!;
	const unit = unitNameOf(context, options, id);
	const subject = { kind: SUBJECT_KIND[level], id };
	const reached = REACHED[measure];
	const target = reached && sheet.of(subject);
	const moved = movement(rank, openingRank);
	return {
		rank,
		code,
		name,
		...(unit === undefined ? {} : { unit }),
		...(value === undefined ? {} : { value }),
		...(target && value !== undefined
			? present(paceOf(subject, target, reached!(value, target)))
			: present({ target })),
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
	const faces = level === 'rep' ? facesOf(context) : undefined;
	return {
		sources: [source, ranked, faces].filter((one) => one !== undefined),
		async compose(at) {
			const [month, found] = await Promise.all([source?.read(at), ranked.read(at)]);
			const { ranking } = found;
			const sheet = month?.sheet ?? (await context.targets.sheet(metric.id, ranking));
			const shown = [...found.subjects, ...found.last].map(({ code }) => code);
			const photos = (await faces?.read(shown)) ?? new Map<string, string>();
			const paceOf = paceIn(context, ranking, at);
			const place = (subject: RankedSubject): PlaceRow =>
				withFace(
					month
						? monthPlace(context, month as Month, subject)
						: placeOf(context, options, { sheet, paceOf }, subject),
					photos
				);
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
