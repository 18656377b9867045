import type { Database } from '../database/connection.ts';

/** Tables whose rows keep their former states. */
export type Relation =
	| 'organisation'
	| 'calendars'
	| 'calendar_days'
	| 'units'
	| 'reps'
	| 'memberships'
	| 'rep_leave'
	| 'customers'
	| 'products'
	| 'metrics';

const camel = (column: string): string =>
	column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A row as it was, by the names that the schema has for its columns. */
const rowOf = <Row>(image: Record<string, unknown>): Row =>
	Object.fromEntries(Object.entries(image).map(([column, value]) => [camel(column), value])) as Row;

interface Image {
	relation: string;
	image: Record<string, unknown>;
}

/** The last state of every row up to an instant; what was gone by then is not there. */
const STATES = `
SELECT relation, image FROM (
	SELECT DISTINCT ON (relation, key) relation, image
	FROM history
	WHERE relation = ANY($1) AND at <= $2
	ORDER BY relation, key, at DESC, id DESC
) states
WHERE image IS NOT NULL`;

export async function readStates(
	{ pool }: Database,
	relations: readonly Relation[],
	at: Date
): Promise<<Row>(relation: Relation) => Row[]> {
	const { rows } = await pool.query<Image>({
		name: 'history-states',
		text: STATES,
		values: [relations, at.toISOString()]
	});
	const byRelation = Map.groupBy(rows, ({ relation }) => relation);
	return <Row>(relation: Relation) =>
		(byRelation.get(relation) ?? []).map(({ image }) => rowOf<Row>(image));
}

/** The same for some rows of one table only, which an index finds by what all of their states say. */
const someOf = (relation: string, which: string): string => `
SELECT state.image FROM (
	SELECT DISTINCT key FROM history WHERE relation = '${relation}' AND ${which}
) AS wanted
CROSS JOIN LATERAL (
	SELECT image FROM history
	WHERE relation = '${relation}' AND key = wanted.key AND at <= $1
	ORDER BY at DESC, id DESC LIMIT 1
) AS state
WHERE state.image IS NOT NULL`;

const TARGETS = someOf('targets', `image ->> 'period_start' = $2 AND image ->> 'metric_id' = $3`);
const TARGET_DAYS = someOf('target_days', `image ->> 'target_id' = ANY($2)`);

async function readSome<Row>(
	{ pool }: Database,
	query: { name: string; text: string; values: unknown[] }
): Promise<Row[]> {
	const { rows } = await pool.query<Pick<Image, 'image'>>(query);
	return rows.map(({ image }) => rowOf<Row>(image));
}

export const readTargetStates = <Row>(
	database: Database,
	of: { metricId: number; start: string; at: Date }
): Promise<Row[]> =>
	readSome(database, {
		name: 'history-targets',
		text: TARGETS,
		values: [of.at.toISOString(), of.start, String(of.metricId)]
	});

export const readTargetDayStates = <Row>(
	database: Database,
	of: { targetIds: readonly number[]; at: Date }
): Promise<Row[]> =>
	readSome(database, {
		name: 'history-target-days',
		text: TARGET_DAYS,
		values: [of.at.toISOString(), of.targetIds.map(String)]
	});
