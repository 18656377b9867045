/** Two servers on one database and one Redis, as behind a load balancer. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import { lockIds } from '../../../server/database/locks.ts';
import { createApi, foundCompanyOver, runKeyCommand } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';
import { REPS, sale } from '../../support/company.ts';
import { openBoardsToAll, startDatabases, withRedis } from '../../support/databases.ts';
import type { Databases } from '../../support/databases.ts';
import { expectWallToMatchLedger } from '../../support/expect-wall.ts';
import { startProxy } from '../../support/proxy.ts';
import type { Proxy } from '../../support/proxy.ts';
import { startRealServer } from '../../support/real-server.ts';
import type { RealServer } from '../../support/real-server.ts';
import { MONDAY_MORNING, shiftedClock } from '../../support/shifted-clock.ts';
import { never, until } from '../../support/until.ts';
import { hangLiveWall } from '../../support/wall.ts';
import type { Wall } from '../../support/wall.ts';

const TODAY = '2026-11-23';
const clock = shiftedClock(MONDAY_MORNING);

let databases: Databases;
let redisPort: Proxy;
let pool: pg.Pool;
let key: string;
const servers: RealServer[] = [];
const walls: Wall[] = [];
let apis: Api[];

async function startServer(): Promise<RealServer> {
	return startRealServer({
		dataDir: databases.dataDir,
		clockOffset: clock.offset,
		env: { DATABASE_URL: databases.databaseUrl, REDIS_URL: `redis://127.0.0.1:${redisPort.port}` }
	});
}

beforeAll(async () => {
	databases = await startDatabases();
	// The embedded Redis has no port of its own.
	redisPort = await startProxy({ path: databases.redisTarget });
	pool = new pg.Pool({ connectionString: databases.databaseUrl, max: 3 });
	// The first one is the projector, since there is no other yet.
	servers.push(await startServer());
	await until(async () => (await projectors()).length === 1);
	servers.push(await startServer());
	const { databaseUrl: DATABASE_URL, dataDir: DATA_DIR } = databases;
	key = await runKeyCommand({ DATA_DIR, DATABASE_URL }, 'create', 'cluster test');
	apis = [0, 1].map((server) => createApi(() => servers[server]!.url, key));
	await until(async () => (await apis[0]!('GET', '/units')).status === 200);
	await openBoardsToAll(DATABASE_URL);
	await foundCompanyOver(apis[0]!, '2026-11-01');
});

afterEach(() => {
	for (const wall of walls.splice(0)) wall.close();
});

afterAll(async () => {
	for (const server of servers) await server.end();
	await pool?.end();
	await redisPort?.close();
	await databases?.stop();
});

async function hang(server: number, unit?: string): Promise<Wall> {
	const wall = await hangLiveWall(servers[server]!.url, unit);
	walls.push(wall);
	return wall;
}

async function sell(server: number, rep: string, amount: number): Promise<number> {
	const { status, body } = await apis[server]!(
		'POST',
		'/entries',
		sale(rep, amount, { at: clock() })
	);
	expect(status).toBe(201);
	return body.id;
}

const toMatch = (wall: Wall) => expectWallToMatchLedger(wall, pool, TODAY);

/** Backends that hold the projector's lock. */
async function projectors(): Promise<number[]> {
	const { rows } = await pool.query(
		`SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND granted`,
		[lockIds.projector]
	);
	return rows.map(({ pid }) => pid);
}

test('a key made by the command line is in force in both at once', async () => {
	for (const api of apis)
		await until(async () => (await api('GET', '/entries')).status === 200, { within: 2_000 });
});

test('a sale posted to one shows on the wall of the other, either way', async () => {
	const [a, b] = [await hang(0), await hang(1)];
	for (const server of [0, 1]) {
		const id = await sell(server, 'r1', 100_00 + server);
		for (const wall of [a, b]) {
			await until(() => wall.board.latest.order[0] === String(id));
			await toMatch(wall);
		}
	}
});

test('[LEDGER-2] 64 posters through both: no position is missing, and both walls come to the same sums', async () => {
	const [a, b] = [await hang(0), await hang(1)];
	await Promise.all(
		Array.from({ length: 64 }, async (_, poster) => {
			for (let i = 0; i < 8; i++)
				await sell((poster + i) % 2, REPS[(poster + i) % REPS.length]!, 1_00 + i);
		})
	);
	await toMatch(a);
	await toMatch(b);
	const { rows } = await pool.query('SELECT position::int AS at FROM entries ORDER BY position');
	expect(rows.map(({ at }) => at)).toEqual(rows.map((_, i) => i + 1));
});

test('[RANK-5] a change of people and targets on one shows on the other, and no board stands still for it', async () => {
	const [a, b] = [await hang(0), await hang(1)];
	for (let i = 1; i <= 8; i++) {
		const server = i % 2;
		const amount = 90_000_000 + i;
		await apis[server]!('PUT', '/targets', {
			metric: 'sales',
			period: { unit: 'month', start: '2026-11-01' },
			subject: { kind: 'unit', code: 'company' },
			amount
		});
		await apis[server]!('PUT', '/reps/r1', { name: `李娜 ${i}`, team: 't1' });
		for (const wall of [a, b])
			await until(
				() =>
					wall.board.month.target === amount && wall.board.leaders.rows['r1']?.name === `李娜 ${i}`
			);
	}
	await apis[0]!('PUT', '/reps/r2', { name: '王建国', team: 't3' });
	for (const wall of [a, b]) {
		await until(() => wall.board.leaders.rows['r2']?.unit === '三队');
		await toMatch(wall);
		expect(wall.views.filter(({ state }) => state.stalledSince !== undefined)).toEqual([]);
	}
});

test('[RANK-5] sales and changes of targets at the same moment on both: attainment is by the last target', async () => {
	const target = (rep: string, amount: number) => ({
		metric: 'sales',
		period: { unit: 'month', start: '2026-11-01' },
		subject: { kind: 'rep', code: rep },
		amount
	});
	for (let round = 1; round <= 15; round++) {
		await apis[round % 2]!('GET', '/leaderboards?measure=attainment&top=20');
		const amount = 10_000_000 + round * 1_000_003;
		await Promise.all([
			...REPS.map((rep, i) => sell(i % 2, rep, 1_00 + i)),
			apis[0]!(
				'PUT',
				'/targets',
				REPS.map((rep) => target(rep, amount))
			),
			apis[1]!('GET', '/leaderboards?measure=attainment&top=20')
		]);
		const { rows } = await pool.query(
			`SELECT r.code, sum(c.amount)::float8 / $1 AS attainment
			FROM entry_credits c JOIN reps r ON r.id = c.rep_id WHERE role = 'credit' GROUP BY r.code`,
			[amount]
		);
		const wanted = Object.fromEntries(rows.map(({ code, attainment }) => [code, attainment]));
		for (const api of apis)
			await until(async () => {
				const { body } = await api('GET', '/leaderboards?measure=attainment&top=20');
				const found = body.standings.map((s: { subject: { code: string }; value: number }) => [
					s.subject.code,
					s.value
				]);
				expect(Object.fromEntries(found)).toEqual(wanted);
			});
	}
});

test('[LIVE-10] a big deal is celebrated once on every wall, whoever recorded it and whoever decides', async () => {
	const both = [await hang(0), await hang(1), await hang(0, 't1'), await hang(1, 't1')];
	const deals: number[] = [];
	for (let i = 0; i < 6; i++) deals.push(await sell(i % 2, 'r1', 900_000_00 + i));
	const big = (wall: Wall) => wall.moments.filter(({ id }) => id.startsWith('big-deal:'));
	for (const wall of both) await until(() => big(wall).length >= deals.length);
	await never(() => both.some((wall) => big(wall).length > deals.length));
	for (const wall of both)
		expect(
			big(wall)
				.map(({ id }) => id)
				.sort()
		).toEqual(deals.map((id) => `big-deal:${id}`).sort());
	await apis[1]!('POST', `/entries/${deals[0]}/reversal`, { reason: 'cancelled' });
	for (const wall of both)
		await until(() =>
			wall.moments.some(({ kind, id }) => kind === 'withdrawal' && id === `big-deal:${deals[0]}`)
		);
});

test('[LEDGER-2] [LEDGER-3] the same entries sent to both at once are recorded once each, without a gap', async () => {
	const before = (await pool.query('SELECT position::int FROM ledger_head')).rows[0].position;
	const forms = Array.from({ length: 100 }, (_, i) =>
		sale(REPS[i % REPS.length]!, 5_00 + i, { at: clock() })
	);
	const answers = await Promise.all(
		forms.flatMap((form) => apis.map((api) => api('POST', '/entries', form)))
	);
	const statuses = answers.map(({ status }) => status);
	expect(statuses.filter((status) => status === 201)).toHaveLength(100);
	expect(statuses.filter((status) => status === 200)).toHaveLength(100);
	const { rows } = await pool.query(
		'SELECT position::int AS at FROM entries WHERE position > $1 ORDER BY position',
		[before]
	);
	expect(rows.map(({ at }) => at)).toEqual(forms.map((_, i) => before + 1 + i));
});

test('[LEDGER-7] a reversal asked of both at once happens once', async () => {
	for (let i = 0; i < 10; i++) {
		const id = await sell(0, 'r6', 77_00);
		const [a, b] = await Promise.all(
			apis.map((api) => api('POST', `/entries/${id}/reversal`, { reason: 'twice' }))
		);
		expect([a!.status, b!.status].sort()).toEqual([200, 201]);
		expect(a!.body.id).toBe(b!.body.id);
	}
});

describe('[RANK-8] the projector', () => {
	test('is one', async () => {
		expect(await projectors()).toHaveLength(1);
	});

	test('is taken over when its server is killed, in the middle of selling', async () => {
		const wall = await hang(1);
		const selling = Promise.all(
			Array.from({ length: 200 }, async (_, i) => {
				await new Promise((resolve) => setTimeout(resolve, i * 5));
				await sell(1, REPS[i % REPS.length]!, 1_00);
			})
		);
		await new Promise((resolve) => setTimeout(resolve, 300));
		await servers[0]!.end('SIGKILL');
		await selling;
		await toMatch(wall);
		expect(await projectors()).toHaveLength(1);
	});

	test('goes on through a flush of Redis, with one server left', async () => {
		const wall = await hang(1);
		await withRedis(databases.redisTarget, (redis) => redis.flushall());
		await sell(1, 'r8', 12_00);
		await toMatch(wall);
	});

	test('a server that joins later shows the same', async () => {
		servers[0] = await startServer();
		const [a, b] = [await hang(0), await hang(1)];
		await sell(0, 'r2', 3_00);
		await toMatch(a);
		await toMatch(b);
	});

	test('is taken over when its connection breaks', async () => {
		const [first] = await projectors();
		const wall = await hang(1);
		await pool.query('SELECT pg_terminate_backend($1)', [first]);
		await sell(0, 'r3', 6_00);
		await toMatch(wall);
		await until(async () => (await projectors()).length === 1);
		expect(await projectors()).not.toContain(first);
	});
});
