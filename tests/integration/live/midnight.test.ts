/** Midnight in Shanghai, on screens that nobody reloads. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { overviewOf } from '../../../src/lib/live/board.ts';
import { startRedis } from '../../../server/embedded/redis.ts';
import { foundCompany, record, sale } from '../../support/company.ts';
import { makeDataFolder, startDatabases } from '../../support/databases.ts';
import type { Databases } from '../../support/databases.ts';
import { expectWallToMatchLedger } from '../../support/expect-wall.ts';
import { startLocalApp } from '../../support/local-app.ts';
import { startProxy } from '../../support/proxy.ts';
import { shiftedClock } from '../../support/shifted-clock.ts';
import { silentLog } from '../../support/silent-log.ts';
import { until } from '../../support/until.ts';
import { hangLiveWall } from '../../support/wall.ts';
import type { Wall } from '../../support/wall.ts';

let databases: Databases;
const worlds: { close: () => Promise<void> }[] = [];

beforeAll(async () => {
	databases = await startDatabases();
});

afterAll(async () => {
	await Promise.all(worlds.map((world) => world.close()));
	await databases?.stop();
});

type World = Awaited<ReturnType<typeof openAt>>;

/**
 * An installation of its own that begins at an instant shortly before midnight, with a company in it and
 * whatever `before` records at noon. The stories wait for their midnights side by side, so each has a Redis
 * of its own as well.
 */
async function openAt(instant: string, before: (world: World) => unknown = () => {}) {
	const databaseUrl = await databases.freshDatabase();
	const folder = await makeDataFolder();
	const redis = await startRedis({ dataDir: folder.path, log: silentLog });
	const clock = shiftedClock(`${instant.slice(0, 10)}T12:00:00+08:00`);
	const start = () => startLocalApp({ databaseUrl, redisTarget: redis.path, clock });
	const ends = [folder.remove, redis.stop];
	let local = await start();
	const world = {
		clock,
		get app() {
			return local.app;
		},
		get pool() {
			return local.pool;
		},
		async hang(url = local.url): Promise<Wall> {
			const wall = await hangLiveWall(url);
			ends.push(async () => wall.close());
			return wall;
		},
		async hangBehindWire() {
			const wire = await startProxy({ port: local.port, host: '127.0.0.1' });
			ends.push(wire.close);
			return { wire, wall: await world.hang(`http://127.0.0.1:${wire.port}`) };
		},
		sell: (rep: string, amount: number, at: number | string = clock()) =>
			record(local.app, sale(rep, amount, { at: typeof at === 'string' ? Date.parse(at) : at })),
		async close() {
			for (const end of ends.toReversed()) await end();
		}
	};
	worlds.push(world);
	await foundCompany(local.app, `${instant.slice(0, 7)}-01`);
	await before(world);
	await local.close();
	clock.set(instant);
	local = await start();
	ends.push(() => local.close());
	return world;
}

/** No picture ever mixed two days. */
function expectWholeDays(wall: Wall): void {
	for (const view of wall.views) {
		const state = overviewOf(view.state)!;
		const { date, endsAt } = state.day;
		expect(state.today.period).toEqual({ from: date, to: date });
		expect(state.month.period.from.slice(0, 7)).toBe(date.slice(0, 7));
		expect(Object.keys(state.trend.actuals).at(-1)).toBe(date);
		expect(state.trend.actuals[date]).toBe(state.today.value);
		expect(endsAt).toBe(Date.parse(`${date}T24:00:00+08:00`));
	}
}

describe.concurrent('at midnight', () => {
	test('[LIVE-9] [TIME-8] the day rolls over, and what was today’s becomes yesterday’s', async () => {
		const world = await openAt('2026-11-24T23:59:55+08:00', async ({ sell }) => {
			await sell('r1', 10_000_00, '2026-11-20T12:00:00+08:00');
			await sell('r2', 20_000_00);
		});
		const wall = await world.hang();
		await expectWallToMatchLedger(wall, world.pool, '2026-11-24');
		expect(wall.board.leaders.rows['r2']!.movement).toBe(1);

		await world.sell('r3', 5_000_00);
		const [phone, tablet] = await Promise.all([
			world.app.openMe('r3'),
			world.app.openFloor('east')
		]);
		if (!phone.ok || !tablet.ok) throw new Error('no room');
		const own = () => phone.channel.state.metrics.rows.sales!;
		const row = () => tablet.channel.state.reps.rows.r3!;
		await until(() => own().today.value === 5_000_00 && row().today.value === 5_000_00);
		await until(() => wall.board.day.date === '2026-11-25');
		// What is in the hand as what hangs on the wall.
		await until(() => phone.channel.state.day.date === '2026-11-25');
		await until(() => tablet.channel.state.day.date === '2026-11-25');
		for (const one of [own(), row()])
			expect([one.today.value, one.month.value]).toEqual([0, 5_000_00]);
		await expectWallToMatchLedger(wall, world.pool, '2026-11-25');
		expect(wall.board.today).toMatchObject({ value: 0 });
		expect(wall.board.month.value).toBe(35_000_00);
		// The day begins with the order in which the last one ended.
		expect(wall.board.leaders.rows['r2']).toMatchObject({ rank: 1, movement: 0 });

		await world.sell('r1', 30_000_00);
		await expectWallToMatchLedger(wall, world.pool, '2026-11-25');
		expect(wall.board.leaders.rows['r1']).toMatchObject({ rank: 1, movement: 1 });
		expectWholeDays(wall);
		expect(new Set(wall.views.map(({ place }) => place.epoch)).size).toBe(1);
	});

	test('[LIVE-9] a month ends: everybody begins again at 0, and what comes late goes where it belongs', async () => {
		const december = {
			metric: 'sales',
			period: { unit: 'month', start: '2026-12-01' },
			subject: { kind: 'unit', code: 'company' },
			amount: 77_000_000
		} as const;
		const world = await openAt('2026-11-30T23:59:55+08:00', async ({ app, sell }) => {
			await app.targets.put([december], 'test');
			await sell('r1', 10_000_00);
		});
		const wall = await world.hang();
		await expectWallToMatchLedger(wall, world.pool, '2026-11-30');

		await world.sell('r2', 20_000_00);
		await until(() => wall.board.day.date === '2026-12-01');
		await expectWallToMatchLedger(wall, world.pool, '2026-12-01');
		expect(wall.board.month).toMatchObject({
			period: { from: '2026-12-01', to: '2026-12-31' },
			value: 0,
			target: 77_000_000
		});
		expect(Object.keys(wall.board.trend.actuals)).toEqual(['2026-12-01']);
		for (const row of Object.values(wall.board.leaders.rows)) {
			expect(row).toMatchObject({ rank: 1, value: 0 });
			expect(row.movement).toBeUndefined();
		}

		// Sold before midnight, recorded after it.
		await world.sell('r3', 99_00, '2026-11-30T23:59:59.999+08:00');
		await world.sell('r4', 1_00);
		await expectWallToMatchLedger(wall, world.pool, '2026-12-01');
		expect(wall.board.month.value).toBe(1_00);
		expectWholeDays(wall);
	});

	test('sales right through a month’s end are each counted on their own side', async () => {
		const world = await openAt('2026-12-31T23:59:57+08:00');
		const wall = await world.hang();
		for (let i = 0; i < 200; i++) {
			await world.sell(`r${1 + (i % 8)}`, 1_00 + i);
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		await expectWallToMatchLedger(wall, world.pool, '2027-01-01');
		const { rows } = await world.pool.query(
			`SELECT business_date::text AS day, count(*)::int AS n FROM entries GROUP BY 1 ORDER BY 1`
		);
		expect(rows.map(({ day }) => day)).toEqual(['2026-12-31', '2027-01-01']);
		expectWholeDays(wall);
	});

	test('a screen that has no network at midnight shows the new day when it is back', async () => {
		const world = await openAt('2026-11-30T23:59:55+08:00', ({ sell }) => sell('r1', 10_000_00));
		const { wire, wall } = await world.hangBehindWire();
		await expectWallToMatchLedger(wall, world.pool, '2026-11-30');
		wire.cut();
		await until(() => wall.view!.status === 'stale');
		const other = await world.hang();
		// It keeps its picture: it never computes a day of its own.
		await until(() => other.board.day.date === '2026-12-01');
		expect(wall.board.day.date).toBe('2026-11-30');
		expect(wall.board.month.value).toBe(10_000_00);
		wire.heal();
		await expectWallToMatchLedger(wall, world.pool, '2026-12-01');
	});

	test('[LIVE-9] every minute what the clock moves is sent, without any sale', async () => {
		const world = await openAt('2026-11-24T11:29:56+08:00');
		const wall = await world.hang();
		const before = wall.board.month.timeProgress!;
		await until(() => wall.board.month.timeProgress! > before);
		expect(wall.board.day.date).toBe('2026-11-24');
	});
});
