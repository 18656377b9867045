/** Every leaderboard that can be asked for, against the domain's ranking over plain SQL; and the races of building one. */
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../server/log.ts';
import type { Level } from '../../server/rankings/keys.ts';
import { connectRedis } from '../../server/rankings/redis.ts';
import type { RankingsRedis } from '../../server/rankings/redis.ts';
import { apportion } from '../../src/lib/domain/apportion.ts';
import { weightsOf } from '../../src/lib/domain/calendar.ts';
import {
	addDays,
	datesOf,
	periodOf,
	PERIOD_UNITS,
	previousPeriod
} from '../../src/lib/domain/period.ts';
import type { Period, PeriodUnit } from '../../src/lib/domain/period.ts';
import { MEASURES, rank, samePlaceInPrevious } from '../../src/lib/domain/standing.ts';
import type { Measure, Standing } from '../../src/lib/domain/standing.ts';
import { foundCompany, record, REPS, reverse, sale } from '../support/company.ts';
import { startDatabases, withRedis } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';

const TODAY = '2026-11-23';
const LEVELS: readonly Level[] = ['rep', 'team', 'region', 'dealer', 'product'];
const clock = shiftedClock(MONDAY_MORNING);

let databases: Databases;
let local: LocalApp;
let pool: pg.Pool;

let seed = 7;
const random = (below: number): number => {
	seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
	return (seed >> 8) % below;
};
const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;

beforeAll(async () => {
	databases = await startDatabases();
	local = await startLocalApp({ ...databases, clock });
	({ pool } = local);
	await foundCompany(local.app, '2026-11-01');
	await setTargets();
	await sellAYear();
});

afterAll(async () => {
	await local?.close();
	await databases?.stop();
});

/** Of every level and several months, a quarter and the year, with gaps. */
async function setTargets(): Promise<void> {
	const { targets } = local.app;
	const of = (unit: 'month' | 'quarter' | 'year', start: string) => ({
		metric: 'sales',
		period: { unit, start }
	});
	const put = await targets.put(
		[
			...['2026-10-01', '2026-11-01'].flatMap((start) => [
				...REPS.slice(0, 6).map((code, i) => ({
					...of('month', start),
					subject: { kind: 'rep' as const, code },
					amount: (1 + i) * 100_000 + 7
				})),
				...['t1', 't3', 'east'].map((code, i) => ({
					...of('month', start),
					subject: { kind: 'unit' as const, code },
					amount: (3 + i) * 500_000
				})),
				{
					...of('month', start),
					subject: { kind: 'dealer' as const, code: 'd1' },
					amount: 300_000
				},
				{ ...of('month', start), subject: { kind: 'product' as const, code: 'p2' }, amount: 0 }
			]),
			{ ...of('quarter', '2026-10-01'), subject: { kind: 'rep', code: 'r8' }, amount: 2_000_000 },
			{ ...of('year', '2026-01-01'), subject: { kind: 'rep', code: 'r7' }, amount: 9_000_000 }
		],
		'test'
	);
	if (!put.ok) throw new Error(JSON.stringify(put.problems));
}

async function sellSomething(): Promise<number> {
	// More of it in the last days than in January; amounts that often tie.
	const back = Math.floor((random(1_000) / 1_000) ** 2 * 320);
	const at = back === 0 ? clock() : Date.parse(`${addDays(TODAY, -back)}T12:00:00+08:00`);
	const kind = pick(['sale', 'sale', 'sale', 'sale', 'return'] as const);
	const amount = (kind === 'return' ? -1 : 1) * (1 + random(6)) * 10_000;
	const { rep, ...form } = sale(pick(REPS.slice(0, 7)), amount, {
		at,
		kind,
		metric: pick(['sales', 'sales', 'sales', 'sales', 'collection', 'orders']),
		...(random(2) ? { customer: pick(['d1', 'd2', 'c1']) } : {}),
		...(random(2) ? { product: pick(['p1', 'p2']) } : {}),
		...(random(3) ? {} : { overlays: [{ rep: pick(REPS), share: 50 }] })
	});
	const second = REPS[(REPS.indexOf(rep!) + 3) % 7]!;
	return record(
		local.app,
		random(3)
			? { ...form, rep: rep! }
			: { ...form, credits: [rep!, second].map((code) => ({ rep: code, share: 50 })) }
	);
}

async function sellAYear(): Promise<void> {
	const ids = await Promise.all(Array.from({ length: 700 }, sellSomething));
	await Promise.all(ids.filter((_, i) => i % 23 === 0).map((id) => reverse(local.app, id)));
	await local.app.directory.put(
		'reps',
		'r3',
		{ name: '陈晓燕', team: 't3', since: '2026-11-10' },
		'test'
	);
}

/** What one leaderboard is asked for. */
interface Asked {
	measure: Measure;
	level: Level;
	unit: PeriodUnit;
	scope?: string;
	date?: string;
}

const IDS: Record<Level, string> = {
	rep: 'c.rep_id',
	team: 'c.team_id',
	region: 'u.parent_id',
	dealer: 'e.customer_id',
	product: 'e.product_id'
};

/** Sums per subject over some business dates, straight from the entries. */
async function sums(
	level: Level,
	scope: string,
	metric: string | undefined,
	dates: readonly string[]
) {
	const { rows } = await pool.query<{ id: number; amount: number; reached: number }>(
		`WITH RECURSIVE below AS (
			SELECT id FROM units WHERE code = $1
			UNION ALL SELECT u.id FROM units u JOIN below ON u.parent_id = below.id
		)
		SELECT ${IDS[level]} AS id,
			sum(c.amount * CASE WHEN $2::text IS NULL THEN m.points_micro ELSE 1 END)::float8
				/ CASE WHEN $2::text IS NULL THEN 1000000 ELSE 1 END AS amount,
			coalesce(max(e.position) FILTER (WHERE c.amount <> 0), 0)::int AS reached
		FROM entry_credits c
		JOIN entries e USING (position)
		JOIN metrics m ON m.id = e.metric_id
		JOIN units u ON u.id = c.team_id
		WHERE c.role = 'credit' AND c.team_id IN (SELECT id FROM below)
			AND e.business_date = ANY($3::date[])
			AND CASE WHEN $2::text IS NULL THEN m.points_micro > 0 ELSE m.code = $2 END
		GROUP BY 1`,
		[scope, metric ?? null, dates]
	);
	return new Map(rows.map((row) => [row.id, row]));
}

/** Whoever is on the board: code by id. */
async function everybody(level: Level, scope: string, from: string, to: string) {
	const scoped = `WITH RECURSIVE below AS (
		SELECT id, kind, code FROM units WHERE code = $1
		UNION ALL SELECT u.id, u.kind, u.code FROM units u JOIN below ON u.parent_id = below.id
	)`;
	const text: Record<Level, string> = {
		rep: `${scoped} SELECT DISTINCT r.id, r.code FROM reps r JOIN memberships m ON m.rep_id = r.id
			WHERE m.team_id IN (SELECT id FROM below) AND since <= $3 AND (until IS NULL OR until >= $2)`,
		team: `${scoped} SELECT id, code FROM below WHERE kind = 'team' AND $2 <= $3`,
		region: `${scoped} SELECT id, code FROM below WHERE kind = 'region' AND $2 <= $3`,
		dealer: `${scoped} SELECT c.id, c.code FROM customers c
			LEFT JOIN memberships m ON m.rep_id = c.owner_id AND since <= $3 AND (until IS NULL OR until >= $3)
			WHERE c.kind = 'dealer' AND $2::date IS NOT NULL
				AND ($1 = 'company' OR m.team_id IN (SELECT id FROM below))`,
		product: `SELECT id, code FROM products WHERE $1 <> '' AND $2::date <= $3::date`
	};
	const { rows } = await pool.query<{ id: number; code: string }>(
		text[level]
			.replaceAll('$2', '$2::date')
			.replaceAll('$3', '$3::date')
			.replaceAll('::date::date', '::date'),
		[scope, from, to]
	);
	return new Map(rows.map(({ id, code }) => [id, code]));
}

const SUBJECT: Record<Level, string> = {
	rep: 'rep_id',
	team: 'unit_id',
	region: 'unit_id',
	dealer: 'customer_id',
	product: 'product_id'
};
const SHELF = {
	rep: 'reps',
	team: 'units',
	region: 'units',
	dealer: 'customers',
	product: 'products'
} as const;

/** The target of a subject for a period (TARGET-2). */
async function targetOf(level: Level, id: number, period: Period): Promise<number | undefined> {
	const { rows } = await pool.query<{ unit: string; start: string; amount: number }>(
		`SELECT period_unit AS unit, period_start::text AS start, amount::float8 FROM targets WHERE ${SUBJECT[level]} = $1`,
		[id]
	);
	const own = rows.find(({ unit, start }) => unit === period.unit && start === period.from);
	if (own) return own.amount;
	const days = rows
		.filter(({ unit }) => unit === 'month')
		.flatMap(({ start, amount }) => {
			const month = periodOf('month', start);
			const own = level === 'rep' ? local.app.directory.mirror.daysOf(id) : undefined;
			const parts = apportion(amount, weightsOf(month, local.app.organisation.calendar, own));
			return parts.ok ? datesOf(month).map((date, i) => ({ date, part: parts.parts[i]! })) : [];
		})
		.filter(({ date }) => period.from <= date && date <= period.to);
	return days.length === 0 ? undefined : days.reduce((sum, { part }) => sum + part, 0);
}

/** The leaderboard as the domain ranks it, with entries up to and with the business date `until`. */
async function expected(asked: Asked, upTo?: string): Promise<Standing[]> {
	const { measure, level, unit, scope = 'company', date = TODAY } = asked;
	const period = periodOf(unit, date);
	const to = upTo ?? period.to;
	const metric = measure === 'points' ? undefined : 'sales';
	const now = await sums(level, scope, metric, datesOf({ from: period.from, to }));
	const codes = await everybody(level, scope, period.from, to);
	for (const id of now.keys()) {
		const row = id === null ? undefined : local.app.directory.mirror[SHELF[level]].get(id);
		// Of a region only what lies in scope counts, and the scope is not in itself.
		if (!row || level === 'region') continue;
		if (level === 'dealer' && 'kind' in row && row.kind !== 'dealer') continue;
		codes.set(id, row.code);
	}
	const { calendar } = local.app.organisation;
	const weigh = (of: Period) => ({ dates: datesOf(of), weights: weightsOf(of, calendar) });
	const before =
		measure === 'growth'
			? await sums(
					level,
					scope,
					metric,
					samePlaceInPrevious({
						current: weigh(period),
						today: upTo ?? (period.to < TODAY ? period.to : TODAY),
						previous: weigh(previousPeriod(period))
					})
				)
			: undefined;
	const subjects = [];
	for (const [id, code] of codes) {
		const sold = now.get(id)?.amount ?? 0;
		const target = await targetOf(level, id, period);
		const previous = before?.get(id)?.amount ?? 0;
		const value = {
			total: sold,
			points: sold,
			attainment: target ? sold / target : undefined,
			gap: target === undefined ? undefined : sold - target,
			growth: previous > 0 ? (sold - previous) / previous : undefined
		}[measure];
		subjects.push({ code, value, reachedAt: now.get(id)?.reached ?? 0 });
	}
	return rank(subjects);
}

async function read(asked: Asked & { top?: number; around?: string }) {
	const { measure, level, unit, scope, ...rest } = asked;
	const answer = await local.app.leaderboards.read({
		metric: 'sales',
		measure,
		level,
		period: unit,
		unit: scope,
		top: 1_000,
		...rest
	});
	if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
	return answer.leaderboard;
}

async function expectRight(asked: Asked): Promise<void> {
	const [found, wanted] = [await read(asked), await expected(asked)];
	expect(
		found.standings.map(({ rank, subject, value }) => ({
			rank,
			code: subject.code,
			...(value === undefined ? {} : { value })
		})),
		JSON.stringify(asked)
	).toEqual(
		wanted.map(({ rank, code, value }) => ({
			rank,
			code,
			...(value === undefined ? {} : { value })
		}))
	);
	expect(found.total).toBe(wanted.length);
}

const ALL: Asked[] = MEASURES.flatMap((measure) =>
	LEVELS.flatMap((level) => PERIOD_UNITS.map((unit) => ({ measure, level, unit })))
);

describe('[STAND-1] [STAND-2] [STAND-3] [STAND-4] [STAND-5] the order is the domain’s', () => {
	test.each(MEASURES)('[TARGET-2] by %s: on every level, in every period', async (measure) => {
		for (const asked of ALL) if (asked.measure === measure) await expectRight(asked);
	});

	test.each(['east', 't1', 't3'])('within %s', async (scope) => {
		for (const asked of ALL) await expectRight({ ...asked, scope });
	});

	test('in periods that are over', async () => {
		for (const asked of ALL) await expectRight({ ...asked, date: '2026-10-15' });
	});

	test('after more was sold and taken back: what is kept up is what would be built', async () => {
		const kept = [...ALL, ...ALL.map((asked) => ({ ...asked, scope: pick(['east', 't1', 't3']) }))];
		for (const asked of kept) await read(asked);
		for (let round = 0; round < 2; round++) {
			const ids = await Promise.all(Array.from({ length: 25 }, sellSomething));
			await Promise.all(ids.slice(0, 3).map((id) => reverse(local.app, id)));
			await until(async () =>
				expect((await local.app.health()).dependencies.rankings.behind).toBe(0)
			);
			for (const asked of kept) await expectRight(asked);
		}
	}, 60_000);

	test('with negative totals and everybody who sold nothing at 0', async () => {
		const day: Asked = { measure: 'total', level: 'rep', unit: 'day' };
		await record(local.app, sale('r1', -99_999_999, { at: clock(), kind: 'return' }));
		await until(async () => (await read(day)).standings.at(-1)!.subject.code === 'r1');
		await expectRight(day);
		const { standings } = await read(day);
		expect(standings.at(-1)!.value).toBeLessThan(0);
		expect(standings.find(({ subject }) => subject.code === 'r8')).toMatchObject({ value: 0 });
	});
});

test('[STAND-2] equal values stand by who got there first', async () => {
	const asked: Asked = { measure: 'total', level: 'rep', unit: 'day', date: '2026-02-02' };
	const at = Date.parse('2026-02-02T12:00:00+08:00');
	await read(asked);
	for (const rep of ['r7', 'r2', 'r5']) await record(local.app, sale(rep, 1_000_000, { at }));
	await record(local.app, sale('r4', 2_000_000, { at }));
	await reverse(local.app, await record(local.app, sale('r7', 5, { at })));
	await until(async () => expect((await local.app.health()).dependencies.rankings.behind).toBe(0));
	await expectRight(asked);
	const shown = (await read(asked)).standings.filter(({ value }) => value === 1_000_000);
	expect(shown.map(({ rank }) => rank)).toEqual(shown.map(() => shown[0]!.rank));
});

describe('[STAND-7] movement', () => {
	test('compares with the rank over the entries before today, and is absent where there is nothing to compare with', async () => {
		for (const asked of ALL) {
			const { unit, measure } = asked;
			const { standings } = await read(asked);
			const before =
				periodOf(unit, TODAY).from === TODAY ? [] : await expected(asked, addDays(TODAY, -1));
			const compares = /gap|growth/.test(measure)
				? before.some(({ reachedAt }) => reachedAt > 0)
				: before.some(({ value }) => value !== undefined && value !== 0);
			const opening = new Map(before.map(({ code, rank }) => [code, rank]));
			for (const { rank, subject, movement } of standings)
				expect(movement, `${JSON.stringify(asked)} ${subject.code}`).toBe(
					compares ? opening.get(subject.code)! - rank : undefined
				);
		}
	});

	test.each(MEASURES)(
		'by %s is absent while nobody has anything from before today',
		async (measure) => {
			clock.set('2026-12-02T10:00:00+08:00');
			try {
				await local.app.targets.put(
					REPS.map((code, i) => ({
						metric: 'sales',
						period: { unit: 'month', start: '2026-12-01' },
						subject: { kind: 'rep', code },
						amount: 1_000_000 * (i + 1)
					})),
					'test'
				);
				await record(local.app, sale('r1', 10_000, { at: clock() }));
				const asked: Asked = { measure, level: 'rep', unit: 'month', date: '2026-12-02' };
				const { standings } = await read(asked);
				expect(standings.map(({ movement }) => movement)).toEqual(standings.map(() => undefined));
			} finally {
				clock.set(MONDAY_MORNING);
			}
		}
	);
});

describe('a part of a leaderboard', () => {
	const asked: Asked = { measure: 'total', level: 'rep', unit: 'year' };

	test('is the top, however short', async () => {
		const all = await read(asked);
		for (const top of [1, 3, 8, 50])
			expect((await read({ ...asked, top })).standings).toEqual(all.standings.slice(0, top));
	});

	test('is centred on a subject, and moved in at both ends', async () => {
		const all = await read(asked);
		for (const top of [1, 2, 3, 5, 8, 50])
			for (const [i, { subject }] of all.standings.entries()) {
				const { standings, total } = await read({ ...asked, top, around: subject.code });
				const first = Math.max(0, Math.min(i - Math.floor(top / 2), all.standings.length - top));
				expect(standings).toEqual(all.standings.slice(first, first + top));
				expect(total).toBe(all.total);
			}
	});
});

describe('[RANK-4] a flush', () => {
	test('at any moment of building and selling: every leaderboard comes out right', async () => {
		for (let round = 0; round < 6; round++) {
			await Promise.all([
				...Array.from({ length: 20 }, sellSomething),
				...ALL.filter((_, i) => i % 6 === round).map((asked) => read(asked)),
				withRedis(databases.redisTarget, (redis) => redis.flushall())
			]);
			await until(async () =>
				expect((await local.app.health()).dependencies.rankings.behind).toBe(0)
			);
			for (const asked of ALL.filter((_, i) => i % 6 === round)) await expectRight(asked);
		}
	});
});

describe('[RANK-3] [RANK-5] building while others sell and targets change', () => {
	test('misses nothing and counts nothing twice', async () => {
		const asked: Asked[] = [
			{ measure: 'total', level: 'rep', unit: 'month' },
			{ measure: 'attainment', level: 'rep', unit: 'month' },
			{ measure: 'gap', level: 'team', unit: 'month' },
			{ measure: 'points', level: 'rep', unit: 'week' }
		];
		for (let round = 1; round <= 25; round++) {
			if (round % 2) await withRedis(databases.redisTarget, (redis) => redis.flushall());
			const selling = Promise.all(Array.from({ length: 20 }, sellSomething));
			await Promise.all([
				...asked.map((one) => read(one)),
				local.app.targets.put(
					REPS.slice(0, 4).map((code, i) => ({
						metric: 'sales',
						period: { unit: 'month', start: '2026-11-01' },
						subject: { kind: 'rep', code },
						amount: (round + i) * 77_777
					})),
					'test'
				),
				...asked.map((one) => read(one))
			]);
			await selling;
			await until(async () =>
				expect((await local.app.health()).dependencies.rankings.behind).toBe(0)
			);
			for (const one of asked) await expectRight(one);
		}
	});
});

test('[RANK-2] [RANK-5] one sale, one change of a target and one reading at the same moment: whoever comes last, it comes out right', async () => {
	const asked: Asked = { measure: 'attainment', level: 'rep', unit: 'month' };
	const soon = () => new Promise((resolve) => setTimeout(resolve, random(6)));
	await withRedis(databases.redisTarget, async (redis) => {
		for (let round = 1; round <= 60; round++) {
			const rep = pick(REPS.slice(0, 4));
			if (round % 2) await redis.flushall();
			await Promise.all([
				soon().then(() => record(local.app, sale(rep, 10_000, { at: clock() }))),
				soon().then(() => read(asked)),
				round % 3 &&
					soon().then(() =>
						local.app.targets.put(
							[
								{
									metric: 'sales',
									period: { unit: 'month', start: '2026-11-01' },
									subject: { kind: 'rep', code: rep },
									amount: 1_000_000 + round
								}
							],
							'test'
						)
					)
			]);
			await until(async () =>
				expect((await local.app.health()).dependencies.rankings.behind).toBe(0)
			);
			await expectRight(asked);
		}
	});
});

describe('what Redis does in one step', () => {
	const NAME = 'lhb:rank:test';
	const BEGIN = ['lhb:position', 'lhb:rankings', 'lhb:generation'] as const;

	async function withScripts(work: (redis: RankingsRedis) => Promise<void>): Promise<void> {
		const redis = connectRedis(databases.redisTarget, createLog('silent'));
		await redis.connect();
		try {
			await work(redis);
		} finally {
			await redis.zrem('lhb:rankings', NAME);
			await redis.unlink(NAME, `${NAME}:m`);
			redis.disconnect();
		}
	}
	const scoreOf = async (redis: RankingsRedis, code: string) => {
		const members = await redis.zrange(NAME, '0', '-1', 'WITHSCORES');
		const at = members.findIndex((member) => member.endsWith(`:${code}`));
		return at < 0 ? undefined : Number(members[at + 1]);
	};
	const reached = (position: number) => String(position).padStart(16, '0');
	const write = async (
		redis: RankingsRedis,
		generation: number,
		position: number,
		score: number
	) => {
		const at = Number(await redis.get('lhb:position'));
		const row = ['a', score, reached(position)] as const;
		expect(
			await redis.lhbApply('lhb:position', at, at, 'x', NAME, generation, 1, ...row)
		).toBeNull();
	};

	test('[RANK-1] [RANK-2] a value is written over one of the same or an older position only', () =>
		withScripts(async (redis) => {
			const generation = await redis.lhbBegin(...BEGIN, NAME, 0, 1, 0);
			const fill = (position: number, score: number) =>
				redis.lhbFill(NAME, generation, position, 1, 'a', score, reached(position));
			await fill(10, -5);
			await fill(10, -5);
			await fill(9, -4);
			expect(await scoreOf(redis, 'a')).toBe(-5);
			await fill(11, -6);
			expect(await scoreOf(redis, 'a')).toBe(-6);
			expect(await redis.zcard(NAME)).toBe(1);
		}));

	test('[RANK-5] what was measured for an older generation reaches no newer one', () =>
		withScripts(async (redis) => {
			const old = await redis.lhbBegin(...BEGIN, NAME, 0, 1, 0);
			await redis.lhbFill(NAME, old, 1, 1, 'a', -1, reached(1));
			await redis.incr('lhb:generation');
			const wanted = Number(await redis.get('lhb:generation'));
			const next = await redis.lhbBegin(...BEGIN, NAME, wanted, 1, 0);
			expect(next).toBeGreaterThan(old);
			// A build and a projector that began before the change.
			expect(await redis.lhbFill(NAME, old, 99_998, 1, 'a', -2, reached(2))).toBe(0);
			await write(redis, old, 99_999, -3);
			expect(await scoreOf(redis, 'a')).toBeUndefined();
			await write(redis, next, 99_999, -4);
			expect(await scoreOf(redis, 'a')).toBe(-4);
		}));

	test('[RANK-3] two builds of one generation fill in the same', () =>
		withScripts(async (redis) => {
			const wanted = Number(await redis.get('lhb:generation'));
			const first = await redis.lhbBegin(...BEGIN, NAME, wanted, 1, 0);
			const second = await redis.lhbBegin(...BEGIN, NAME, wanted, 1, 0);
			expect(second).toBe(first);
			expect(await redis.lhbFill(NAME, first, 5, 1, 'a', -1, reached(1))).toBe(1);
			expect(await redis.lhbFill(NAME, second, 6, 1, 'b', -2, reached(2))).toBe(1);
			expect([await scoreOf(redis, 'a'), await scoreOf(redis, 'b')]).toEqual([-1, -2]);
		}));

	test('[RANK-4] after a flush the generations count on from where somebody still wants them', () =>
		withScripts(async (redis) => {
			await redis.flushall();
			expect(await redis.lhbBegin(...BEGIN, NAME, 57, 1, 0)).toBe(57);
			expect(await redis.get('lhb:generation')).toBe('57');
			expect(await redis.incr('lhb:generation')).toBe(58);
		}));
});

test('[RANK-6] a Redis that is ahead of the record, which was put back from a copy, is brought in line', async () => {
	const asked: Asked = { measure: 'total', level: 'rep', unit: 'month' };
	await read(asked);
	await local.close();
	await withRedis(databases.redisTarget, async (redis) => {
		await redis.incrby('lhb:position', 1_000);
		const [name] = await redis.keys('lhb:rank:*:month:2026-11-01:2026-11-30');
		for (const code of REPS)
			await redis.zadd(name!.replace(/:m$/, ''), -1e12, `0000000000009999:${code}`);
	});
	local = await startLocalApp({ ...databases, clock });
	({ pool } = local);
	await expectRight(asked);
	await sellSomething();
	await record(local.app, sale('r1', 10_000, { at: clock() }));
	await until(async () => expectRight(asked));
	expect((await local.app.health()).dependencies.rankings.behind).toBe(0);
});
