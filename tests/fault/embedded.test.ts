/**
 * The embedded databases under the faults of a machine nobody looks after. Real processes, each
 * story in a data folder of its own.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { attachOrStart } from '../../server/embedded/attach.ts';
import { openDataFolder } from '../../server/embedded/folder.ts';
import { lockDataFolder } from '../../server/embedded/lock.ts';
import { startPostgres } from '../../server/embedded/postgres.ts';
import { isTaken, readPidFile, runs } from '../../server/embedded/processes.ts';
import { startRedis } from '../../server/embedded/redis.ts';
import { kill, runServer, startServer } from '../support/server-process.ts';
import { silentLog as log } from '../support/silent-log.ts';

let root: string;
let dataDir: string;
const strangers: ChildProcess[] = [];

beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'lhb-'));
	dataDir = join(root, 'data');
});

afterEach(async () => {
	for (const stranger of strangers.splice(0)) await kill(stranger, 'SIGKILL');
	await killLeftOvers(dataDir);
	const { sockets } = await openDataFolder(dataDir);
	await rm(sockets, { recursive: true, force: true });
	await rm(root, { recursive: true, force: true });
});

describe('a start', { timeout: 30_000 }, () => {
	test('gives a durable UTF-8 database that only this user can reach', async () => {
		const postgres = await startPostgres({ dataDir, log });
		const settings = await query(
			postgres.url,
			`SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS sync,
				current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS tcp,
				current_database() AS database, upper('ü') AS upper, '龙' < '虎' AS pinyin`
		);
		expect(settings).toEqual({
			fsync: 'on',
			sync: 'on',
			encoding: 'UTF8',
			tcp: '',
			database: 'longhubang',
			upper: 'Ü',
			pinyin: false
		});
		const { sockets } = await openDataFolder(dataDir);
		expect((await stat(sockets)).mode & 0o777).toBe(0o700);
		await postgres.stop();
	});

	test('gives a Redis that keeps jobs, evicts none and has no port', async () => {
		const redis = await startRedis({ dataDir, log });
		const setting = (name: string) =>
			ask(redis.path, async (r) => (await r.config('GET', name))[1]);
		expect(await setting('appendonly')).toBe('yes');
		expect(await setting('maxmemory-policy')).toBe('noeviction');
		expect(await setting('port')).toBe('0');
		await redis.stop();
	});

	test('finds what was written before the last stop', async () => {
		const first = await startBoth();
		await remember(first, 1);
		await first.stop();
		const second = await startBoth();
		expect(await recall(second)).toEqual({ record: 1, cache: '1' });
		await second.stop();
	});

	test.each([
		['is too long for a socket', 'd'.repeat(120)],
		['has spaces and Chinese in it', "销售 数据's"]
	])('works in a folder whose path %s', async (_, name) => {
		dataDir = join(root, name);
		const both = await startBoth();
		await remember(both, 7);
		expect(await recall(both)).toEqual({ record: 7, cache: '7' });
		await both.stop();
	});

	test('without a redis-server says how to get one', async () => {
		const { said, errors } = await runServer(dataDir, { ...process.env, PATH: '/nowhere' });
		expect(said).toBe('');
		expect(errors).toMatch(
			/redis-server is not installed.*apt-get install redis-server.*REDIS_URL/
		);
	});

	test('sets a damaged Redis file aside and begins with an empty one', async () => {
		const first = await startRedis({ dataDir, log });
		await ask(first.path, (r) => r.set('n', 1));
		await first.stop();
		const folder = join(dataDir, 'redis', 'appendonlydir');
		const journal = (await readdir(folder)).find((name) => name.endsWith('.incr.aof'));
		await appendFile(join(folder, String(journal)), 'not what Redis writes\r\n'.repeat(9));

		const second = await startRedis({ dataDir, log });
		expect(await ask(second.path, (r) => r.get('n'))).toBeNull();
		expect(
			(await readdir(dataDir)).filter((name) => name.startsWith('redis.damaged-'))
		).toHaveLength(1);
		await second.stop();
	});
});

describe('a server killed with -9', { timeout: 30_000 }, () => {
	test('leaves children behind; the next start stops them and loses nothing', async () => {
		const killed = await startServer(dataDir);
		await remember(killed, 42);
		await kill(killed.process, 'SIGKILL');
		expect(isTaken(killed.postgres) && isTaken(killed.redis)).toBe(true);

		const next = await startServer(dataDir);
		expect(await recall(next)).toEqual({ record: 42, cache: '42' });
		expect(await runs(killed.postgres, `-D ${await pathOf('postgres')}`)).toBe(false);
		expect(await runs(killed.redis, `--dir ${await pathOf('redis')}`)).toBe(false);
		await kill(next.process, 'SIGTERM');
	});

	test('and its databases with it: the next start recovers what was committed', async () => {
		const killed = await startServer(dataDir);
		await remember(killed, 43);
		for (const pid of [killed.process.pid, killed.postgres, killed.redis]) {
			process.kill(Number(pid), 'SIGKILL');
		}
		const next = await startServer(dataDir);
		expect((await recall(next)).record).toBe(43);
		await kill(next.process, 'SIGTERM');
	});

	test('hands its pids to strangers: they are left alone, and not in the way', async () => {
		const first = await startBoth();
		await remember(first, 5);
		await first.stop();
		const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
		strangers.push(stranger);
		for (const file of ['postgres.pid', 'redis.pid', 'postgres/postmaster.pid', 'lock.pid']) {
			await writeFile(join(dataDir, file), `${stranger.pid}\n`);
		}

		const next = await startServer(dataDir);
		expect(await recall(next)).toEqual({ record: 5, cache: '5' });
		expect(stranger.exitCode).toBeNull();
		await kill(next.process, 'SIGTERM');
	});
});

describe('[BOOT-1] a child killed with -9', { timeout: 30_000 }, () => {
	const events = () => ({ onDown: vi.fn<(reason: string) => void>(), onUp: vi.fn<() => void>() });

	test('PostgreSQL is back within moments, with every committed row', async () => {
		const seen = events();
		const postgres = await startPostgres({ dataDir, log, ...seen });
		await query(postgres.url, 'CREATE TABLE memory AS SELECT 9 AS n');
		const before = Number(postgres.pid());
		process.kill(before, 'SIGKILL');

		await vi.waitFor(() => expect(seen.onUp).toHaveBeenCalledOnce(), { timeout: 5_000 });
		expect(seen.onDown).toHaveBeenCalledWith(expect.stringContaining('SIGKILL'));
		expect(postgres.pid()).not.toBe(before);
		expect(await query(postgres.url, 'SELECT n FROM memory')).toEqual({ n: 9 });
		await postgres.stop();
	});

	test('Redis is back within moments', async () => {
		const seen = events();
		const redis = await startRedis({ dataDir, log, ...seen });
		process.kill(Number(redis.pid()), 'SIGKILL');
		await vi.waitFor(() => expect(seen.onUp).toHaveBeenCalledOnce(), { timeout: 5_000 });
		expect(seen.onDown).toHaveBeenCalledOnce();
		expect(await ask(redis.path, (r) => r.ping())).toBe('PONG');
		await redis.stop();
	});

	test.each([0, 30, 70, 120])(
		'and the server stopped %i ms later: nothing is left running',
		async (pause) => {
			const postgres = await startPostgres({ dataDir, log });
			process.kill(Number(postgres.pid()), 'SIGKILL');
			await new Promise((resolve) => setTimeout(resolve, pause));
			await postgres.stop();
			const left = await readPidFile(join(dataDir, 'postgres', 'postmaster.pid'));
			expect(left !== undefined && (await runs(left, `-D ${await pathOf('postgres')}`))).toBe(
				false
			);
			expect(postgres.pid()).toBeUndefined();
		}
	);
});

describe('the terminal', { timeout: 30_000 }, () => {
	test('[BOOT-1] sends Ctrl-C to the whole process group; the databases wait for the server', async () => {
		const server = await startServer(dataDir);
		process.kill(-Number(server.process.pid), 'SIGINT');
		await remember(server, 3);
		expect(await recall(server)).toEqual({ record: 3, cache: '3' });
		await kill(server.process, 'SIGTERM');
		expect(isTaken(server.postgres) || isTaken(server.redis)).toBe(false);
	});
});

describe('the lock of a data folder', { timeout: 30_000 }, () => {
	test('[BOOT-3] refuses a second server, and says who has it', async () => {
		const first = await startServer(dataDir);
		const second = await runServer(dataDir);
		expect(JSON.parse(second.said)).toEqual({ ok: false, pid: first.process.pid });
		await kill(first.process, 'SIGTERM');
	});

	test('is free once its holder was killed, and goes to exactly one of many at once', async () => {
		const killed = await startServer(dataDir);
		await remember(killed, 8);
		await kill(killed.process, 'SIGKILL');

		const rivals = await Promise.all(Array.from({ length: 5 }, () => runServer(dataDir)));
		const winners = rivals.filter(({ said }) => JSON.parse(said).ok);
		expect(winners).toHaveLength(1);
		expect(await recall(JSON.parse(String(winners[0]?.said)))).toEqual({ record: 8, cache: '8' });
		for (const rival of rivals) await kill(rival.process, 'SIGTERM');
	});

	test('is free again after its release, and no sooner', async () => {
		const first = await lockDataFolder(dataDir);
		expect(await lockDataFolder(dataDir)).toEqual({ ok: false, pid: process.pid });
		if (first.ok) await first.release();
		const again = await lockDataFolder(dataDir);
		expect(again.ok).toBe(true);
		if (again.ok) await again.release();
	});
});

describe('a command beside the server', { timeout: 30_000 }, () => {
	test('uses the databases of the server that runs, and leaves them running', async () => {
		const server = await startServer(dataDir);
		const command = await attachOrStart({ dataDir, log });
		expect(command.owned).toBe(false);
		await remember({ url: command.postgres.url, path: command.redis.path }, 4);
		await command.stop();
		expect(await recall(server)).toEqual({ record: 4, cache: '4' });
		await kill(server.process, 'SIGTERM');
	});

	test('starts what it needs when there is no server, and stops it', async () => {
		const command = await attachOrStart({ dataDir, log, parts: ['postgres'] });
		expect(command.owned).toBe(true);
		expect(await query(command.postgres.url, 'SELECT 1 AS n')).toEqual({ n: 1 });
		expect(await lockDataFolder(dataDir)).toEqual({ ok: false, pid: process.pid });
		await command.stop();
		expect(await readPidFile(join(dataDir, 'postgres.pid'))).toBeUndefined();
		await kill((await startServer(dataDir)).process, 'SIGTERM');
	});
});

async function startBoth() {
	const [postgres, redis] = await Promise.all([
		startPostgres({ dataDir, log }),
		startRedis({ dataDir, log })
	]);
	const stop = async () => {
		await redis.stop();
		await postgres.stop();
	};
	return { url: postgres.url, path: redis.path, stop };
}

interface Places {
	url: string;
	path: string;
}

/** Writes a number to both; what the record answered for is durable, what Redis got is on its way. */
async function remember({ url, path }: Places, n: number): Promise<void> {
	await query(url, `CREATE TABLE memory AS SELECT ${n} AS n`);
	await ask(path, (r) => r.set('n', n));
}

async function recall({ url, path }: Places): Promise<{ record: number; cache: string | null }> {
	const { n } = await query(url, 'SELECT n FROM memory');
	return { record: Number(n), cache: await ask(path, (r) => r.get('n')) };
}

async function query(url: string, sql: string): Promise<Record<string, unknown>> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query(sql)).rows[0];
	} finally {
		await client.end();
	}
}

async function ask<T>(path: string, question: (redis: Redis) => Promise<T>): Promise<T> {
	const redis = new Redis({ path });
	try {
		return await question(redis);
	} finally {
		redis.disconnect();
	}
}

async function pathOf(part: 'postgres' | 'redis'): Promise<string> {
	return join((await openDataFolder(dataDir)).path, part);
}

/** By the pids in the folder, and only if they are what the folder says: also after a failed test. */
async function killLeftOvers(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	const children = [
		{ file: 'lock.pid', words: folder },
		{ file: 'postgres.pid', words: `-D ${await pathOf('postgres')}` },
		{ file: 'redis.pid', words: `--dir ${await pathOf('redis')}` }
	];
	for (const { file, words } of children) {
		const pid = await readPidFile(join(folder, file));
		if (pid === undefined || pid === process.pid || !(await runs(pid, words))) continue;
		process.kill(pid, 'SIGKILL');
		await vi.waitFor(async () => expect(await runs(pid, words)).toBe(false), { timeout: 5_000 });
	}
}
