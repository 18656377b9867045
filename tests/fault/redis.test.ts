/** Redis flushed, gone, hanging, and back with what it knew some time ago. The record stays whole throughout. */
import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PROJECTED_CHANNEL } from '../../server/rankings/keys.ts';
import { foundCompany, record, REPS, reverse, sale } from '../support/company.ts';
import { startDatabases, withPool, withRedis } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { expectWallToMatchLedger } from '../support/expect-wall.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';
import { hangLiveWall } from '../support/wall.ts';
import type { Wall } from '../support/wall.ts';

const TODAY = '2026-11-23';
const clock = shiftedClock(MONDAY_MORNING);

let databases: Databases;
let local: LocalApp;
const ends: (() => unknown)[] = [];

beforeAll(async () => {
	databases = await startDatabases();
	local = await startLocalApp({ ...databases, clock });
	await foundCompany(local.app, '2026-11-01');
	await local.app.organisation.update({ bigDeal: 100_000_00 }, {}, 'test');
	for (const [i, rep] of REPS.entries()) await sell(rep, 1_000_00 * (i + 1), yesterday);
});

afterAll(async () => {
	await local?.close();
	await databases?.stop();
});

beforeEach(() => databases.startRedis());

afterEach(async () => {
	for (const end of ends.splice(0).toReversed()) await end();
});

const yesterday = Date.parse('2026-11-20T15:00:00+08:00');

const sell = (rep: string, amount: number, at = clock()) =>
	record(local.app, sale(rep, amount, { at }));

async function hang(unit?: string): Promise<Wall> {
	const wall = await hangLiveWall(local.url, unit);
	ends.push(wall.close);
	return wall;
}

const toMatch = (wall: Wall) => expectWallToMatchLedger(wall, local.pool, TODAY);

/** Sells until told to stop, some of it taken back; gives how much was recorded. */
function sellOn(): () => Promise<number> {
	let going = true;
	const selling = Promise.all(
		[0, 1, 2, 3].map(async (lane) => {
			let sold = 0;
			for (let i = 0; going; i++, sold++) {
				const id = await sell(REPS[(i * 3 + lane) % REPS.length]!, 10_00 + ((i * 37) % 500));
				if (i % 7 === 0) await reverse(local.app, id);
				await delay(3);
			}
			return sold;
		})
	);
	return async () => {
		going = false;
		return (await selling).reduce((sum, n) => sum + n, 0);
	};
}

const leaderboard = () =>
	local.app.leaderboards.read({
		metric: 'sales',
		measure: 'total',
		period: 'month',
		level: 'rep',
		top: 10
	});

test('[RANK-4] flushed again and again under load: the walls show what the ledger sums to', async () => {
	const walls = await Promise.all([hang(), hang('east'), hang('t3')]);
	const stop = sellOn();
	for (let i = 0; i < 12; i++) {
		await delay(150 + (i % 3) * 37);
		await withRedis(databases.redisTarget, (redis) => redis.flushall());
	}
	expect(await stop()).toBeGreaterThan(100);
	for (const wall of walls) await toMatch(wall);
	// Nobody was told of it: nothing stood still.
	for (const { views } of walls)
		expect(views.filter(({ state }) => state.stalledSince !== undefined)).toEqual([]);
});

test('flushed while nobody sells: whoever looks next sees it all', async () => {
	await withRedis(databases.redisTarget, (redis) => redis.flushall());
	await toMatch(await hang('t1'));
	const read = await leaderboard();
	expect(read.ok && read.leaderboard.total).toBe(REPS.length);
});

test('[RANK-7] [BOOT-4] its connections are cut again and again: whoever listened listens again', async () => {
	const wall = await hang();
	await withRedis(databases.redisTarget, async (redis) => {
		for (let i = 0; i < 600; i++) {
			const kind = i % 2 === 0 ? 'pubsub' : 'normal';
			await redis.call('CLIENT', 'KILL', 'TYPE', kind, 'SKIPME', 'yes');
			await delay(i % 5);
		}
		await until(async () => (await redis.pubsub('NUMSUB', PROJECTED_CHANNEL))[1] === 1);
	});
	await sell('r4', 321_00);
	await toMatch(wall);
});

describe.each([
	{
		how: 'gone',
		leave: () => databases.stopRedis(),
		comeBack: () => databases.startRedis()
	},
	{
		how: 'hanging',
		leave: async () => void process.kill(databases.redisPid()!, 'SIGSTOP'),
		comeBack: async () => void process.kill(databases.redisPid()!, 'SIGCONT')
	}
])('[RANK-7] [LIVE-8] [BOOT-4] Redis $how for some seconds', ({ leave, comeBack }) => {
	test('sales are recorded, walls say since when they stand still, and catch up by themselves', async () => {
		const walls = await Promise.all([hang(), hang('t2')]);
		for (const wall of walls) await toMatch(wall);
		const shown = walls[0]!.board;
		const from = clock();
		await leave();
		try {
			const id = await sell('r1', 123_45);
			await sell('r8', 100_00);
			await reverse(local.app, id);
			for (const wall of walls)
				await until(() => {
					const { stalledSince } = wall.board;
					expect(stalledSince).toBeGreaterThanOrEqual(from);
					expect(stalledSince).toBeLessThanOrEqual(clock());
				});
			const since = walls[0]!.board.stalledSince;
			// The figures stand, all of them: no half a picture.
			expect({ ...walls[0]!.board, stalledSince: undefined }).toEqual({
				...shown,
				stalledSince: undefined
			});
			await sell('r2', 55_00);
			await delay(2_500);
			await sell('r3', 66_00);
			expect(walls[0]!.board.stalledSince).toBe(since);
			expect((await local.app.health()).ready).toBe(true);
			expect((await local.app.health()).dependencies.redis.ok).toBe(false);
			// The screens themselves never lost the server, and still know what time it is there.
			for (const { view } of walls) {
				expect(view!.status).toBe('live');
				expect(Math.abs(Date.now() + view!.skew - clock())).toBeLessThan(2_000);
			}
		} finally {
			await comeBack();
		}
		for (const wall of walls) await toMatch(wall);
		await until(async () => {
			const { redis, rankings } = (await local.app.health()).dependencies;
			expect(redis).toMatchObject({ ok: true });
			expect(redis.since).toBeUndefined();
			expect(rankings).toEqual({ ok: true, behind: 0 });
		});
	});

	test('a change of people and targets meanwhile shows afterwards', async () => {
		const wall = await hang();
		await toMatch(wall);
		await leave();
		try {
			await local.app.directory.put('reps', 'r5', { name: '刘洋', team: 't3' }, 'test');
			await local.app.directory.put('reps', 'r5', { name: '刘洋', team: 't2' }, 'test');
			await local.app.directory.put('reps', 'new', { name: '新人', team: 't3' }, 'test');
			await sell('new', 7_00);
		} finally {
			await comeBack();
		}
		await toMatch(wall);
		expect(wall.board.leaders.rows['new'] ?? wall.board.leadersTotal).toBeTruthy();
		await local.app.directory.put('reps', 'new', { name: '新人', until: TODAY }, 'test');
	});

	test('[OUTBOX-2] [CELEBRATE-13] a big deal meanwhile is celebrated once, afterwards', async () => {
		const wall = await hang();
		await leave();
		let id: number;
		try {
			id = await sell('r4', 200_000_00);
			await delay(300);
		} finally {
			await comeBack();
		}
		await until(() => wall.moments.length > 0);
		await toMatch(wall);
		const big = wall.moments.filter((moment) => moment.id.startsWith('big-deal:'));
		expect(big.map((moment) => moment.id)).toEqual([`big-deal:${id}`]);
		await until(async () =>
			expect((await local.pool.query('SELECT FROM outbox')).rowCount).toBe(0)
		);
	});

	test('[OUTBOX-2] an application that is told to stop meanwhile stops, and loses no message', async () => {
		await local.close();
		const waiting = async () =>
			withPool(databases.databaseUrl, async (pool) => {
				const { rows } = await pool.query(`SELECT key FROM outbox ORDER BY id`);
				return rows.map(({ key }) => key);
			});
		const other = await startLocalApp({ ...databases, clock });
		try {
			const wall = await hangLiveWall(other.url);
			ends.push(wall.close);
			await record(other.app, sale('r6', 300_000_00, { at: clock() }));
			await until(async () => expect(await waiting()).toEqual([]));
			await leave();
			try {
				const id = await record(other.app, sale('r6', 300_000_01, { at: clock() }));
				await until(async () => expect(await waiting()).not.toEqual([]));
				await expect(
					Promise.race([other.close().then(() => 'stopped'), delay(12_000, 'hangs')])
				).resolves.toBe('stopped');
				expect(await waiting()).toContain(`celebration:big-deal:${id}`);
			} finally {
				await comeBack();
			}
		} finally {
			local = await startLocalApp({ ...databases, clock });
		}
		// Whoever starts next hands it over.
		await until(async () => expect(await waiting()).toEqual([]));
	});
});

test('[BOOT-4] an application that starts without Redis records sales, and ranks once it is there', async () => {
	await databases.stopRedis();
	const other = await startLocalApp({ ...databases, clock });
	ends.push(other.close);
	await record(other.app, sale('r7', 8_00, { at: clock() }));
	expect((await other.app.health()).ready).toBe(true);
	expect((await other.app.boards.open()).ok).toBe(false);
	await databases.startRedis();
	const wall = await hangLiveWall(other.url);
	ends.push(wall.close);
	await toMatch(wall);
});

describe('[RANK-6] Redis comes back with what it knew some time ago', () => {
	const folder = () => join(databases.dataDir, 'redis');
	const copy = () => join(databases.dataDir, 'redis-copy');

	async function goBackAfter(meanwhile: () => Promise<unknown>): Promise<void> {
		await databases.stopRedis();
		await rm(copy(), { recursive: true, force: true });
		await cp(folder(), copy(), { recursive: true });
		await databases.startRedis();
		await meanwhile();
		await databases.stopRedis();
		await rm(folder(), { recursive: true });
		await rename(copy(), folder());
		await databases.startRedis();
	}

	test('and nobody sells: the walls do not fall back to it', async () => {
		const wall = await hang();
		await toMatch(wall);
		await goBackAfter(async () => {
			await toMatch(wall);
			await sell('r1', 9_000_00);
			await sell('r2', 8_000_00);
			await toMatch(wall);
		});
		await until(() => wall.board.stalledSince === undefined);
		await toMatch(wall);
		await until(async () => (await local.app.health()).dependencies.rankings.behind === 0);
		expect(wall.board.asOf.position).toBe(
			(await local.pool.query('SELECT position::int FROM ledger_head')).rows[0].position
		);
	});

	test('and selling goes on', async () => {
		const wall = await hang();
		await goBackAfter(async () => {
			await toMatch(wall);
			const stop = sellOn();
			await delay(700);
			await stop();
			await toMatch(wall);
		});
		await sell('r3', 1_00);
		await toMatch(wall);
	});

	test('and targets were changed meanwhile: attainment is by the new ones', async () => {
		const target = (amount: number) =>
			local.app.targets.put(
				[
					{
						metric: 'sales',
						period: { unit: 'month', start: '2026-11-01' },
						subject: { kind: 'rep', code: 'r1' },
						amount
					}
				],
				'test'
			);
		const attainment = async () => {
			const read = await local.app.leaderboards.read({
				metric: 'sales',
				measure: 'attainment',
				period: 'month',
				level: 'rep',
				top: 20
			});
			const row = read.ok
				? read.leaderboard.standings.find(({ subject }) => subject.code === 'r1')
				: undefined;
			return row!.value! * row!.target!;
		};
		await target(10_000_000);
		await until(attainment);
		await goBackAfter(async () => {
			await until(attainment);
			await target(20_000_000);
			await until(attainment);
		});
		const { rows } = await local.pool.query(
			`SELECT sum(c.amount)::float8 AS sold FROM entry_credits c JOIN entries e USING (position)
			JOIN reps r ON r.id = c.rep_id AND r.code = 'r1'
			WHERE role = 'credit' AND business_date BETWEEN '2026-11-01' AND '2026-11-30'`
		);
		await until(async () => expect(await attainment()).toBeCloseTo(rows[0].sold, 3));
	});
});
