import type { Config } from './config.ts';
import { startPostgres } from './embedded/postgres.ts';
import { startRedis } from './embedded/redis.ts';
import { lockDataFolder } from './embedded/lock.ts';
import type { Log } from './log.ts';

export interface Databases {
	databaseUrl: string;
	/** A URL, or the path of a Unix socket. */
	redisTarget: string;
	stop(): Promise<void>;
}

/** Two servers on one data folder: the second one must not start. */
export class FolderTaken extends Error {}

/** PostgreSQL and Redis: the ones that the configuration names, else embedded ones in the data folder. */
export async function openDatabases(
	config: Pick<Config, 'dataDir' | 'databaseUrl' | 'redisUrl'>,
	log: Log
): Promise<Databases> {
	const { dataDir, databaseUrl, redisUrl } = config;
	if (databaseUrl && redisUrl)
		return { databaseUrl, redisTarget: redisUrl, stop: () => Promise.resolve() };

	const lock = await lockDataFolder(dataDir);
	if (!lock.ok)
		throw new FolderTaken(
			`Another server${lock.pid ? ` (process ${lock.pid})` : ''} works on ${dataDir}. ` +
				'Stop it first, or give this one a folder of its own with DATA_DIR.'
		);
	const children: { stop(): Promise<void> }[] = [];
	const stop = async () => {
		for (const child of children.toReversed()) await child.stop();
		await lock.release();
	};
	try {
		const postgres = databaseUrl ? undefined : await startPostgres({ dataDir, log });
		if (postgres) children.push(postgres);
		const redis = redisUrl ? undefined : await startRedis({ dataDir, log });
		if (redis) children.push(redis);
		return {
			databaseUrl: databaseUrl ?? postgres!.url,
			redisTarget: redisUrl ?? redis!.path,
			stop
		};
	} catch (error) {
		await stop();
		throw error;
	}
}
