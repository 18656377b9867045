import type { Measure } from '../../src/lib/domain/standing.ts';
import type { IsoDate, PeriodUnit } from '../../src/lib/domain/period.ts';

export type Level = 'rep' | 'team' | 'region' | 'dealer' | 'product';

/** One leaderboard as Redis keeps it: what is ranked, by what, over which business dates, within which unit. */
export interface Ranking {
	/** Absent: all metrics together, for the measure `points`. */
	metricId: number | undefined;
	measure: Measure;
	level: Level;
	/** The unit whose subjects are ranked. */
	scopeId: number;
	unit: PeriodUnit;
	from: IsoDate;
	/** The last business date counted. */
	to: IsoDate;
	/** The business date up to which growth compares; absent for other measures. */
	asOf?: IsoDate;
}

/** Every key of the product in Redis begins with this. */
const PREFIX = 'lhb';

/** The position that the rankings have reached. */
export const POSITION_KEY = `${PREFIX}:position`;
/** Counts the changes of people, targets and calendar; a ranking built before the last one is not read. */
export const GENERATION_KEY = `${PREFIX}:generation`;
/** The rankings that are kept up, by when they were last read (epoch milliseconds). */
export const REGISTRY_KEY = `${PREFIX}:rankings`;
/** Where the projector announces each position it has reached. */
export const PROJECTED_CHANNEL = `${PREFIX}:projected`;

/** The name of a ranking's sorted set; its hash of members is `<name>:m`. */
export function rankingName(ranking: Ranking): string {
	const { metricId, measure, level, scopeId, unit, from, to, asOf } = ranking;
	return [
		PREFIX,
		'rank',
		metricId ?? 'all',
		measure,
		level,
		scopeId,
		unit,
		from,
		to,
		...(asOf === undefined ? [] : [asOf])
	].join(':');
}

/** The ranking behind a name that `rankingName` made. */
export function parseRankingName(name: string): Ranking {
	const [, , metric, measure, level, scope, unit, from, to, asOf] = name.split(':');
	return {
		metricId: metric === 'all' ? undefined : Number(metric),
		measure: measure as Measure,
		level: level as Level,
		scopeId: Number(scope),
		unit: unit as PeriodUnit,
		from: from!,
		to: to!,
		...(asOf === undefined ? {} : { asOf })
	};
}
