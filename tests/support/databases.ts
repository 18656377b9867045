import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { openDataFolder } from '../../server/embedded/folder.ts';
import { postgresUrl, startPostgres } from '../../server/embedded/postgres.ts';
import { redisSocket, startRedis } from '../../server/embedded/redis.ts';
import { silentLog as log } from './silent-log.ts';

/** A data folder of its own. */
export async function makeDataFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
	const path = await mkdtemp(join(tmpdir(), 'lhb-'));
	return {
		path,
		async remove() {
			const { sockets } = await openDataFolder(path);
			await rm(sockets, { recursive: true, force: true });
			await rm(path, { recursive: true, force: true });
		}
	};
}

/** A real PostgreSQL and a real Redis in a folder of their own, the ones that an installation embeds. */
export async function startDatabases() {
	const { path: dataDir, remove } = await makeDataFolder();
	const [firstPostgres, firstRedis] = await Promise.all([
		startPostgres({ dataDir, log }),
		startRedis({ dataDir, log })
	]);
	let postgres: typeof firstPostgres | undefined = firstPostgres;
	let redis: typeof firstRedis | undefined = firstRedis;
	return {
		dataDir,
		databaseUrl: firstPostgres.url,
		redisTarget: firstRedis.path,
		redisPid: () => redis?.pid(),
		postgresPid: () => postgres?.pid(),

		/** An empty database of its own in the same PostgreSQL, for a story that must not meet another. */
		async freshDatabase(): Promise<string> {
			const name = `story_${crypto.randomUUID().replaceAll('-', '')}`;
			await withPool(firstPostgres.url, (pool) => pool.query(`CREATE DATABASE ${name}`));
			await withRedis(firstRedis.path, (client) => client.flushall());
			return postgresUrl(await openDataFolder(dataDir), name);
		},

		async stopRedis(): Promise<void> {
			await redis?.stop();
			redis = undefined;
		},
		async startRedis(): Promise<void> {
			redis ??= await startRedis({ dataDir, log });
		},

		async stopPostgres(): Promise<void> {
			await postgres?.stop();
			postgres = undefined;
		},
		async startPostgres(): Promise<void> {
			postgres ??= await startPostgres({ dataDir, log });
		},

		async stop(): Promise<void> {
			await redis?.stop();
			await postgres?.stop();
			await remove();
		}
	};
}

export type Databases = Awaited<ReturnType<typeof startDatabases>>;

export async function withPool<T>(url: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
	const pool = new pg.Pool({ connectionString: url, max: 2 });
	try {
		return await work(pool);
	} finally {
		await pool.end();
	}
}

export async function withRedis<T>(target: string, work: (redis: Redis) => Promise<T>): Promise<T> {
	const redis = new Redis(target);
	try {
		return await work(redis);
	} finally {
		redis.disconnect();
	}
}

/** Lets whoever reaches the servers of this database watch its boards; they hear of it as from another process. */
export async function openBoardsToAll(databaseUrl: string): Promise<void> {
	await withPool(databaseUrl, async (pool) => {
		await pool.query('UPDATE organisation SET public_boards = true');
		await pool.query(`SELECT pg_notify('organisation', 'test ')`);
	});
}

/** Where the databases of a server's data folder are reached. */
export async function databasesIn(dataDir: string) {
	const folder = await openDataFolder(dataDir);
	return { databaseUrl: postgresUrl(folder), redisTarget: redisSocket(folder) };
}
