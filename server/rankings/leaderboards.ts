import { contains, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, PeriodUnit } from '../../src/lib/domain/period.ts';
import { movement } from '../../src/lib/domain/standing.ts';
import type { Measure } from '../../src/lib/domain/standing.ts';
import type { Clock } from '../clock.ts';
import type { World } from '../history/history.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
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

/** Any leaderboard that can be asked for, by codes. */
export function createLeaderboards(options: {
	directory: World['directory'];
	organisation: World['organisation'];
	targets: World['targets'];
	rankings: Pick<Rankings, 'read' | 'unwellSince'>;
	clock: Clock;
}) {
	const { directory, organisation, targets, rankings, clock } = options;
	const { mirror } = directory;

	/** The code of the unit a subject belongs to on a day. */
	function unitOf(level: Level, id: number, day: IsoDate): string | undefined {
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
			const [ranked, sheet] = await Promise.all([
				rankings.read({
					ranking,
					opening: openingOf(ranking, day),
					count: query.top,
					around: query.around
				}),
				targets.sheet(metric!.id, period)
			]);

			function standing({ code, rank, value, openingRank }: RankedSubject): LeaderboardStanding {
				const { id, name } = mirror[DIRECTORY_KIND[level]].named(code)!;
				const unit = unitOf(level, id, day);
				const target =
					measure === 'points' ? undefined : sheet.of({ kind: SUBJECT_KIND[level], id });
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

			return {
				ok: true,
				leaderboard: {
					position: ranked.position,
					asOf: new Date(clock()).toISOString(),
					period: { from: period.from, to: period.to },
					standings: ranked.subjects.map(standing),
					total: ranked.size
				}
			};
		}
	};
}
