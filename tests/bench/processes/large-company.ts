/**
 * A company of 5,000 reps with the day totals of 10 million entries, and its tracking table beside the bare SQL that it
 * needs. No server around it: the capability alone. Forked by the bench.
 */
import pg from 'pg';
import { attachOrStart } from '../../../server/embedded/attach.ts';
import { createClosedWorlds } from '../../../server/periods/closed-worlds.ts';
import { createHistory } from '../../../server/history/history.ts';
import { createMoments } from '../../../server/history/moment.ts';
import { createLog } from '../../../server/log.ts';
import { createRecord } from '../../../server/record.ts';
import type { BooksOfRecord } from '../../../server/record.ts';
import { createTracking } from '../../../server/tracking/tracking.ts';
import type { Tracking, TrackingQuery } from '../../../server/tracking/tracking.ts';
import { answerCalls } from '../wire/calls.ts';
import { now } from '../wire/clock.ts';

const log = createLog('error');
const METRIC = 'sales';
const HISTORY_REACH = 180;

export interface Size {
	regions: number;
	teams: number;
	reps: number;
	customers: number;
	products: number;
	days: number;
	entries: number;
}

let record: BooksOfRecord | undefined;
let tracking: Tracking | undefined;
let pool: pg.Pool | undefined;
let close = async () => {};

/** Codes are made of the ids' order, so that the statements below can be written without looking anything up. */
const DIRECTORY = (size: Size): string[] => [
	`INSERT INTO units (code, name, kind) VALUES ('company', '公司', 'company')`,
	`INSERT INTO units (code, name, kind, parent_id)
	SELECT 'region' || i, '大区' || i, 'region', (SELECT id FROM units WHERE code = 'company')
	FROM generate_series(1, ${size.regions}) i`,
	`INSERT INTO units (code, name, kind, parent_id)
	SELECT 'team' || i, '销售' || i || '队', 'team', r.id
	FROM generate_series(1, ${size.teams}) i
	JOIN units r ON r.code = 'region' || (1 + i % ${size.regions})`,
	`INSERT INTO reps (code, name) SELECT 'rep' || i, '业务员' || i FROM generate_series(1, ${size.reps}) i`,
	`INSERT INTO memberships (rep_id, team_id, since)
	SELECT r.id, t.id, '2000-01-01' FROM reps r
	JOIN units t ON t.code = 'team' || (1 + substr(r.code, 4)::int % ${size.teams})`,
	`INSERT INTO customers (code, name, kind) SELECT 'dealer' || i, '经销商' || i, 'dealer' FROM generate_series(1, ${size.customers}) i`,
	`INSERT INTO products (code, name) SELECT 'product' || i, '产品' || i FROM generate_series(1, ${size.products}) i`,
	`INSERT INTO targets (metric_id, period_unit, period_start, unit_id, rep_id, amount, set_at)
	SELECT m.id, 'month', date_trunc('month', $1::date), s.unit_id, s.rep_id, s.amount, now()
	FROM metrics m, (
		SELECT id AS unit_id, NULL::int AS rep_id, 100000000000 AS amount FROM units
		UNION ALL SELECT NULL, id, 60000000 FROM reps
	) s WHERE m.code = '${METRIC}'`
];

/** On each day each pair that `SELECT`ed has a total with the given chance, as entries spread at random would leave it. */
const totals = (kind: string, from: string, chance: number): string => `
	INSERT INTO day_totals (kind, metric_id, subject_id, day, team_id, amount, reached)
	SELECT '${kind}', (SELECT id FROM metrics WHERE code = '${METRIC}'), s.subject_id, d::date, s.team_id,
		(random() * 4000000)::bigint, 0
	FROM (${from}) s (subject_id, team_id),
		generate_series($1::date - $2::int, $1::date, '1 day') d
	WHERE random() < ${chance}`;

async function fill(size: Size): Promise<number> {
	const today = record!.organisation.today();
	for (const statement of DIRECTORY(size))
		await pool!.query(statement, statement.includes('$1') ? [today] : []);
	const perDay = size.entries / size.days;
	/** That at least one of the day's entries falls on one of so many. */
	const chance = (places: number) => 1 - Math.exp(-perDay / places);
	const members = 'SELECT rep_id, team_id FROM memberships';
	const teams = `SELECT id, id FROM units WHERE kind = 'team'`;
	const customers = `SELECT c.id, t.id FROM customers c JOIN units t ON t.code = 'team' || (1 + c.id % ${size.teams})`;
	const products = `SELECT p.id, t.id FROM products p, units t WHERE t.kind = 'team'`;
	for (const [kind, from, places] of [
		['rep', members, size.reps],
		['team', teams, size.teams],
		['customer', customers, size.customers],
		['product', products, size.products * size.teams]
	] as const)
		await pool!.query(totals(kind, from, chance(places)), [today, size.days]);
	await pool!.query('VACUUM ANALYZE day_totals');
	const { rows } = await pool!.query('SELECT count(*)::int AS count FROM day_totals');
	return (rows[0] as { count: number }).count;
}

/** What the table of a unit needs, said plainly: its days, its parts’ months, its parts’ histories. */
const UNIT_SQL = (isTeam: boolean): string[] => {
	const [kind, part, of] = isTeam
		? ['rep', 'm.rep_id', `memberships m WHERE m.team_id = (SELECT id FROM units WHERE code = $1)`]
		: [
				'team',
				`coalesce(r.id, t.id)`,
				`units t LEFT JOIN units r ON r.id = t.parent_id AND r.kind = 'region' AND r.code <> $1
				WHERE t.kind = 'team' AND ($1 IN ('company', (SELECT code FROM units u WHERE u.id = t.parent_id)))`
			];
	const subject = isTeam ? 'm.rep_id' : 't.id';
	const mapped = `(SELECT ${subject} AS id, ${part} AS part FROM ${of}) s
		JOIN day_totals d ON d.kind = '${kind}' AND d.metric_id = (SELECT id FROM metrics WHERE code = '${METRIC}')
			AND d.subject_id = s.id`;
	const own = isTeam
		? `day_totals d WHERE d.kind = 'team' AND d.metric_id = (SELECT id FROM metrics WHERE code = '${METRIC}')
			AND d.subject_id = (SELECT id FROM units WHERE code = $1) AND d.day BETWEEN $2 AND $3`
		: `${mapped} AND d.day BETWEEN $2 AND $3`;
	return [
		`SELECT d.day, sum(d.amount) AS amount FROM ${own} GROUP BY d.day`,
		`SELECT s.part, sum(d.amount) AS amount FROM ${mapped} AND d.day BETWEEN $2 AND $3 GROUP BY s.part`,
		`SELECT s.part, d.day, sum(d.amount) AS amount FROM ${mapped} AND d.day BETWEEN $2 AND $3 GROUP BY s.part, d.day`
	];
};

async function bare(unit: string): Promise<void> {
	const today = record!.organisation.today();
	const month = `${today.slice(0, 7)}-01`;
	const past = new Date(Date.parse(today) - HISTORY_REACH * 86_400_000).toISOString().slice(0, 10);
	const [days, sums, histories] = UNIT_SQL(unit.startsWith('team'));
	await pool!.query({ name: `bare-days-${unit}`, text: days!, values: [unit, past, today] });
	await pool!.query({ name: `bare-sums-${unit}`, text: sums!, values: [unit, month, today] });
	await pool!.query({ name: `bare-hist-${unit}`, text: histories!, values: [unit, past, today] });
}

answerCalls({
	async open(dataDir: string): Promise<void> {
		const running = await attachOrStart({ dataDir, log, parts: ['postgres'] });
		const databaseUrl = running.postgres.url;
		record = await createRecord({ databaseUrl, clock: Date.now, log });
		pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
		close = async () => {
			await tracking?.close();
			await pool!.end();
			await record!.close();
			await running.stop();
		};
	},

	async fill(size: Size): Promise<number> {
		const rows = await fill(size);
		// The directory was filled behind its back.
		await record!.directory.mirror.fill();
		const { database, directory, organisation, targets, ledger } = record!;
		const clock = Date.now;
		const parts = { database, directory, organisation, targets, clock };
		const present = { directory, organisation, targets };
		const history = createHistory({ database, organisation, clock });
		const { feed } = ledger;
		const moments = createMoments({ ...parts, feed, history, present });
		const closedWorlds = createClosedWorlds({ database, history, ledger });
		tracking = createTracking({ ...parts, ledger, moments, closedWorlds });
		return rows;
	},

	/** Milliseconds of one table. */
	async table(query: Pick<TrackingQuery, 'kind' | 'code'>): Promise<number> {
		const start = now();
		const read = await tracking!.read({ metric: METRIC, ...query });
		if (!read.ok) throw new Error(JSON.stringify(read.problems));
		return now() - start;
	},

	/** Milliseconds of the same figures in plain SQL, over one connection. */
	async bare(unit: string): Promise<number> {
		const start = now();
		await bare(unit);
		return now() - start;
	},

	close: () => close()
});
