import { periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, PeriodUnit } from '../../src/lib/domain/period.ts';
import { movement } from '../../src/lib/domain/standing.ts';
import type { Measure } from '../../src/lib/domain/standing.ts';
import type { PlaceRow } from '../../src/lib/scenes/states.ts';
import type { Metric } from '../directory/mirror.ts';
import type { Level, Ranking } from '../rankings/keys.ts';
import { openingOf } from '../rankings/opening.ts';
import type { Ranked, RankedSubject } from '../rankings/rankings.ts';
import { present } from './month.ts';
import type { Month } from './month.ts';
import type { Moment, SceneContext, Source } from './scene.ts';

/** Which leaderboard: of the context's unit. */
export interface RankedAs {
	metric: Metric;
	measure: Measure;
	level: Level;
	period: PeriodUnit;
	/** How many from the top. */
	count: number;
	/** How many from the end, if there are that many more. */
	bottom?: number;
}

export interface RankedRead extends Ranked {
	ranking: Ranking;
	last: RankedSubject[];
}

export interface RankedSource extends Source {
	read(at: Moment): Promise<RankedRead>;
}

/** A leaderboard of a unit, shared by all scenes of a room that show the same part of it. */
export function rankedOf(context: SceneContext, as: RankedAs): RankedSource {
	const { metric, measure, level, period, count, bottom = 0 } = as;
	const name = ['ranked', context.unit.id, metric.id, measure, level, period, count, bottom];
	return context.share(name.join(':'), () => createRanked(context, { ...as, bottom }));
}

function createRanked(context: SceneContext, as: RankedAs & { bottom: number }): RankedSource {
	const { directory, rankings, unit } = context;
	const { metric, measure, level, period, count, bottom } = as;
	let teamIds = new Set<number>();
	let reading: { today: IsoDate; read: Promise<RankedRead> } | undefined;

	async function read(today: IsoDate): Promise<RankedRead> {
		teamIds = new Set(directory.mirror.below(unit.id, 'team').map(({ id }) => id));
		const ranking: Ranking = {
			metricId: measure === 'points' ? undefined : metric.id,
			measure,
			level,
			scopeId: unit.id,
			...periodOf(period, today),
			...(measure === 'growth' ? { asOf: today } : {})
		};
		const asked = { ranking, opening: openingOf(ranking, today) };
		const found = await rankings.read({ ...asked, count });
		const more = found.size - count >= bottom && bottom > 0;
		const last = more
			? (await rankings.read({ ...asked, first: found.size - bottom, count: bottom })).subjects
			: [];
		return { ...found, ranking, last };
	}

	return {
		note(entries) {
			const touched = entries.some(
				({ metricId, credits }) =>
					(measure === 'points' || metricId === metric.id) &&
					credits.some(({ role, teamId }) => role === 'credit' && teamIds.has(teamId))
			);
			if (touched) reading = undefined;
			return touched;
		},
		forget() {
			reading = undefined;
		},
		async read(at) {
			if (reading?.today !== at.today) reading = { today: at.today, read: read(at.today) };
			const own = reading;
			try {
				const found = await own.read;
				at.reached(found.position);
				return found;
			} catch (error) {
				if (reading === own) reading = undefined;
				throw error;
			}
		}
	};
}

/** The team that a rep is shown with. */
export function teamNameOf({ directory: { mirror } }: SceneContext, repId: number, on: IsoDate) {
	const team = mirror.teamOn(repId, on) ?? mirror.membershipsOf(repId).at(-1)?.teamId;
	return team === undefined ? undefined : mirror.units.get(team)?.name;
}

/** A rep's place of the month by total, with its pace. */
export function monthPlace(
	context: SceneContext,
	month: Month,
	{ code, rank, value = 0, openingRank }: RankedSubject
): PlaceRow & { value: number } {
	const rep = context.directory.mirror.reps.named(code)!;
	const subject = { kind: 'rep' as const, id: rep.id };
	const unit = teamNameOf(context, rep.id, month.today);
	const progress = month.progressOf({
		subject,
		period: month.period,
		target: month.sheet.of(subject),
		value
	});
	const moved = movement(rank, openingRank);
	return {
		rank,
		code,
		name: rep.name,
		...(unit === undefined ? {} : { unit }),
		value,
		...present(progress),
		...(moved === undefined ? {} : { movement: moved })
	};
}
