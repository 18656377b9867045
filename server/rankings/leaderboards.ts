import { contains, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period, PeriodUnit } from '../../src/lib/domain/period.ts';
import { movement } from '../../src/lib/domain/standing.ts';
import type { Measure } from '../../src/lib/domain/standing.ts';
import type { Clock } from '../clock.ts';
import type { Mirror } from '../directory/mirror.ts';
import type { World } from '../history/history.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { TargetSheet } from '../targets/sheets.ts';
import type { Level, Ranking } from './keys.ts';
import { DIRECTORY_KIND, SUBJECT_KIND } from './measure.ts';
import { openingOf } from './opening.ts';
import type { RankedSubject, Rankings } from './rankings.ts';

export interface LeaderboardQuery {
	metric: string;
	measure: Measure;
	period: PeriodUnit;
	/** Any business date of the period; today unless named. */
	date?: IsoDate | undefined;
	/** Code of the unit whose subjects are ranked; the company unless named. */
	unit?: string | undefined;
	level: Level;
	top: number;
	/** Centre on this subject instead of beginning at the top. */
	around?: string | undefined;
}

export interface LeaderboardStanding {
	rank: number;
	subject: { kind: Level; code: string; name: string; unit?: string };
	value?: number;
	target?: number;
	attainment?: number;
	movement?: number;
}

export interface LeaderboardView {
	position: number;
	asOf: string;
	period: { from: IsoDate; to: IsoDate };
	standings: LeaderboardStanding[];
	total: number;
}

/** What the leaderboards of a period are read from. */
export interface LeaderboardSource extends Pick<World, 'directory' | 'targets'> {
	rankings: Pick<Rankings, 'read'>;
}

/** The code of the unit a subject belongs to on a day. */
function unitOf(mirror: Mirror, level: Level, id: number, day: IsoDate): string | undefined {
	const teamOf = (repId: number) =>
		mirror.teamOn(repId, day) ?? mirror.membershipsOf(repId).at(-1)?.teamId;
	const unitId =
		level === 'rep'
			? teamOf(id)
			: level === 'dealer'
				? teamOf(mirror.customers.get(id)?.ownerId ?? 0)
				: level === 'product'
					? undefined
					: (mirror.units.get(id)?.parentId ?? undefined);
	return unitId === undefined ? undefined : mirror.units.get(unitId)?.code;
}

/** A ranked subject with what the board says of it beside its value. */
function standingOf(
	{ code, rank, value, openingRank }: RankedSubject,
	of: { mirror: Mirror; sheet: TargetSheet; level: Level; measure: Measure; day: IsoDate }
): LeaderboardStanding {
	const { mirror, sheet, level, measure, day } = of;
	const { id, name } = mirror[DIRECTORY_KIND[level]].named(code)!;
	const unit = unitOf(mirror, level, id, day);
	const target = measure === 'points' ? undefined : sheet.of({ kind: SUBJECT_KIND[level], id });
	const moved = movement(rank, openingRank);
	const attainment =
		measure === 'attainment'
			? value
			: measure === 'total' && target && value !== undefined
				? value / target
				: measure === 'gap' && target && value !== undefined
					? (value + target) / target
					: undefined;
	return {
		rank,
		subject: { kind: level, code, name, ...(unit === undefined ? {} : { unit }) },
		...(value === undefined ? {} : { value }),
		...(target === undefined ? {} : { target }),
		...(attainment === undefined ? {} : { attainment }),
		...(moved === undefined ? {} : { movement: moved })
	};
}

/** Any leaderboard that can be asked for, by codes. */
export function createLeaderboards(options: {
	directory: World['directory'];
	organisation: World['organisation'];
	targets: World['targets'];
	rankings: Pick<Rankings, 'read' | 'unwellSince'>;
	/** What a period that is closed to its end is read from instead (PERIOD-6). */
	closed: (period: Period) => Promise<LeaderboardSource | undefined>;
	clock: Clock;
}) {
	const { directory, organisation, targets, rankings, closed, clock } = options;
	const { mirror } = directory;

	/** A unit that was not there yet when the period was closed is ranked as it is now. */
	async function sourceOf(period: Period, scopeId: number): Promise<LeaderboardSource> {
		const source = await closed(period);
		return source?.directory.mirror.units.get(scopeId) ? source : { directory, targets, rankings };
	}

	return {
		/** Whether Redis is there; `read` throws while it is not. */
		get available() {
			return rankings.unwellSince === undefined;
		},

		async read(query: LeaderboardQuery): Promise<Outcome<{ leaderboard: LeaderboardView }>> {
			const { level, measure } = query;
			const problems: Problem[] = [];
			const metric = mirror.metrics.named(query.metric);
			if (!metric) problems.push(problem('metric', 'unknown-metric', query.metric));
			const scope = query.unit === undefined ? mirror.company() : mirror.units.named(query.unit);
			if (!scope)
				problems.push(
					query.unit === undefined
						? problem('unit', 'no-company')
						: problem('unit', 'unknown-unit', query.unit)
				);
			if (query.around !== undefined && !mirror[DIRECTORY_KIND[level]].named(query.around))
				problems.push(problem('around', `unknown-${level}`, query.around));
			if (problems.length > 0) return failed(...problems);

			const today = organisation.today();
			const period = periodOf(query.period, query.date ?? today);
			// In a period that is over, movement is that of its last day.
			const day = contains(period, today) ? today : period.to;
			const ranking: Ranking = {
				metricId: measure === 'points' ? undefined : metric!.id,
				measure,
				level,
				scopeId: scope!.id,
				...period,
				...(measure === 'growth' ? { asOf: day } : {})
			};
			const source = await sourceOf(period, scope!.id);
			const [ranked, sheet] = await Promise.all([
				source.rankings.read({
					ranking,
					opening: openingOf(ranking, day),
					count: query.top,
					around: query.around
				}),
				source.targets.sheet(metric!.id, period)
			]);
			const of = { mirror: source.directory.mirror, sheet, level, measure, day };

			return {
				ok: true,
				leaderboard: {
					position: ranked.position,
					asOf: new Date(clock()).toISOString(),
					period: { from: period.from, to: period.to },
					standings: ranked.subjects.map((subject) => standingOf(subject, of)),
					total: ranked.size
				}
			};
		}
	};
}
