/** A real installation behind a wire: the wire is cut, the server is killed, the data folder is all that is left. */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readPidFile } from '../../server/embedded/processes.ts';
import { createApi, foundCompanyOver, postUntilAnswered, runKeyCommand } from '../support/api.ts';
import type { Api } from '../support/api.ts';
import { REPS, sale } from '../support/company.ts';
import { databasesIn, makeDataFolder, openBoardsToAll } from '../support/databases.ts';
import { expectWallToMatchLedger } from '../support/expect-wall.ts';
import { startProxy } from '../support/proxy.ts';
import type { Proxy } from '../support/proxy.ts';
import { startRealServer } from '../support/real-server.ts';
import type { RealServer } from '../support/real-server.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';
import { hangLiveWall } from '../support/wall.ts';
import type { Wall } from '../support/wall.ts';

const TODAY = '2026-11-23';
const clock = shiftedClock(MONDAY_MORNING);

let folder: Awaited<ReturnType<typeof makeDataFolder>>;
let server: RealServer;
let wire: Proxy;
let api: Api;
let pool: pg.Pool;
const walls: Wall[] = [];

const start = () => startRealServer({ dataDir: folder.path, clockOffset: clock.offset });
const throughWire = () => `http://127.0.0.1:${wire.port}`;

beforeAll(async () => {
	folder = await makeDataFolder();
	server = await start();
	wire = await startProxy({ port: server.port, host: '127.0.0.1' });
	const key = await runKeyCommand({ DATA_DIR: folder.path }, 'create', 'fault test');
	api = createApi(throughWire, key);
	await until(async () => (await api('GET', '/units')).status === 200);
	await foundCompanyOver(api, '2026-11-01');
	const { databaseUrl } = await databasesIn(folder.path);
	await openBoardsToAll(databaseUrl);
	pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
	pool.on('error', () => {});
});

afterEach(() => {
	for (const wall of walls.splice(0)) wall.close();
});

afterAll(async () => {
	await pool?.end();
	await wire?.close();
	await server?.end();
	await folder?.remove();
});

async function hang(unit?: string): Promise<Wall> {
	const wall = await hangLiveWall(throughWire(), unit);
	walls.push(wall);
	return wall;
}

const toMatch = (wall: Wall) => expectWallToMatchLedger(wall, pool, TODAY);

/** Eight senders post until told to stop, each repeating what was not answered. Gives the ids they were answered for. */
function sellOn(): { stop: () => Promise<Set<string>>; answered: Set<string> } {
	const answered = new Set<string>();
	let going = true;
	const selling = Promise.all(
		Array.from({ length: 8 }, async (_, lane) => {
			for (let i = 0; going; i++) {
				const form = sale(REPS[(i + lane) % REPS.length]!, 10_00 + i, { at: clock() });
				const status = await postUntilAnswered(api, form);
				if (status !== 200 && status !== 201) throw new Error(`answered ${status}`);
				answered.add(form.externalId);
			}
		})
	);
	return {
		answered,
		async stop() {
			going = false;
			await selling;
			return answered;
		}
	};
}

/** What was answered is there; nothing is there twice; no position is missing. */
async function expectRecorded(answered: ReadonlySet<string>): Promise<void> {
	const { rows } = await pool.query(
		`SELECT external_id, position::int AS position FROM entries ORDER BY position`
	);
	const stored = rows.map((row) => row.external_id);
	expect(new Set(stored).size).toBe(stored.length);
	expect([...answered].filter((id) => !stored.includes(id))).toEqual([]);
	expect(rows.map(({ position }) => position)).toEqual(rows.map((_, i) => i + 1));
}

describe('a gap in the network', () => {
	test('[LIVE-7] while everybody sells: the walls keep their picture, come back and show it all', async () => {
		const all = [await hang(), await hang('east'), await hang('t3')];
		for (let gap = 0; gap < 3; gap++) {
			const { stop } = sellOn();
			await delay(200);
			wire.cut();
			for (const wall of all) {
				await until(() => wall.view!.status === 'stale');
				expect(wall.view!.since).toBeLessThanOrEqual(clock());
				expect(wall.view!.since).toBeGreaterThan(clock() - 20_000);
			}
			const { place } = all[0]!.view!;
			await delay(400);
			expect(all[0]!.view!.place).toEqual(place);
			wire.heal();
			await delay(200);
			const answered = await stop();
			await expectRecorded(answered);
			for (const wall of all) await toMatch(wall);
		}
	});
});

describe('[BOOT-2] the server killed with -9', () => {
	test('[API-4] in the middle of selling, twice: nothing answered is lost, nothing counts twice, the walls return', async () => {
		const all = [await hang(), await hang('t1')];
		for (let round = 0; round < 2; round++) {
			const before = all[0]!.view!.place.epoch;
			const { stop, answered } = sellOn();
			await until(() => answered.size > 50);
			await server.end('SIGKILL');
			for (const wall of all) await until(() => wall.view!.status === 'stale');
			server = await start();
			wire.lead({ port: server.port, host: '127.0.0.1' });
			const size = answered.size;
			await until(() => answered.size > size + 50);
			await expectRecorded(await stop());
			for (const wall of all) await toMatch(wall);
			expect(all[0]!.view!.place.epoch).not.toBe(before);
		}
	});

	test('and its databases with it, as by a power cut', async () => {
		const wall = await hang();
		const { stop, answered } = sellOn();
		await until(() => answered.size > 50);
		for (const name of ['lock.pid', 'redis.pid', 'postgres.pid']) await killBy(name);
		await until(() => wall.view!.status === 'stale');
		server = await start();
		wire.lead({ port: server.port, host: '127.0.0.1' });
		await expectRecorded(await stop());
		await toMatch(wall);
	});

	test('right after a change of a target: the change is there, and so is what depends on it', async () => {
		const target = (amount: number) => ({
			metric: 'sales',
			period: { unit: 'month', start: '2026-11-01' },
			subject: { kind: 'rep', code: 'r1' },
			amount
		});
		const board = async () => {
			const { body } = await api('GET', '/leaderboards?measure=gap&top=20');
			const row = body.standings.find(
				(s: { subject: { code: string } }) => s.subject.code === 'r1'
			);
			return { gap: row.value, target: row.target };
		};
		await api('PUT', '/targets', target(11_000_000));
		const first = await board();
		await api('PUT', '/targets', target(12_000_000));
		await server.end('SIGKILL');
		server = await start();
		wire.lead({ port: server.port, host: '127.0.0.1' });
		expect(await board()).toEqual({ gap: first.gap - 1_000_000, target: 12_000_000 });
	});
});

test('told to stop in the middle of selling, it answers what it took and leaves nothing running', async () => {
	const wall = await hang();
	const { stop, answered } = sellOn();
	await until(() => answered.size > 50);
	await server.end('SIGTERM');
	expect(server.process.exitCode).toBe(0);
	for (const name of ['lock.pid', 'redis.pid', 'postgres.pid'])
		expect(await pidIn(name)).toBeUndefined();
	server = await start();
	wire.lead({ port: server.port, host: '127.0.0.1' });
	await expectRecorded(await stop());
	await toMatch(wall);
});

const pidIn = (name: string) => readPidFile(`${folder.path}/${name}`);

async function killBy(name: string): Promise<void> {
	const pid = await pidIn(name);
	if (pid !== undefined) process.kill(pid, 'SIGKILL');
}
