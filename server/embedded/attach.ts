import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildOptions } from './child.ts';
import { openDataFolder, type DataFolder } from './folder.ts';
import { lockDataFolder } from './lock.ts';
import { answers, postgresUrl, startPostgres } from './postgres.ts';
import { pings, redisSocket, startRedis } from './redis.ts';

export type Part = 'postgres' | 'redis';

/** Where the databases of a data folder are reached, whoever runs them. */
export interface Embedded {
	postgres: { url: string };
	redis: { path: string };
}

export type Attached<P extends Part> = Pick<Embedded, P> & {
	/** Started here, since no server was running. */
	owned: boolean;
	/** Stops what was started here; leaves a running server's databases alone. */
	stop(): Promise<void>;
};

const PATIENCE_MS = 30_000;
const POLL_MS = 100;

/**
 * For a command beside the server: uses the databases of the server that runs on this data folder,
 * or starts them for itself when there is none. While it has them, no server can start on the folder.
 *
 * Throws when a server holds the folder and does not answer within half a minute.
 */
export async function attachOrStart<P extends Part = Part>(
	options: Pick<ChildOptions, 'dataDir' | 'log'> & {
		/** What the command needs, when not both. */
		parts?: P[];
	}
): Promise<Attached<P>> {
	const parts: Part[] = options.parts ?? ['postgres', 'redis'];
	const folder = await openDataFolder(options.dataDir);
	const deadline = performance.now() + PATIENCE_MS;
	// Asked again each time round: the server may be starting, or just leaving.
	for (;;) {
		const lock = await lockDataFolder(folder.path);
		if (lock.ok) return startOwn(options, parts, lock.release) as Promise<Attached<P>>;
		if (await allAnswer(folder, parts)) {
			const found = { ...placesIn(folder), owned: false, stop: async () => undefined };
			return found as Attached<P>;
		}
		if (performance.now() > deadline) throw new Error(silent(folder, lock.pid));
		await sleep(POLL_MS);
	}
}

function placesIn(folder: DataFolder): Embedded {
	return { postgres: { url: postgresUrl(folder) }, redis: { path: redisSocket(folder) } };
}

async function allAnswer(folder: DataFolder, parts: Part[]): Promise<boolean> {
	const { postgres, redis } = placesIn(folder);
	const asked = parts.map((part) =>
		part === 'postgres' ? answers(postgres.url) : pings(redis.path)
	);
	const results = await Promise.all(asked.map((answer) => answer.catch(() => false)));
	return results.every(Boolean);
}

async function startOwn(
	options: ChildOptions,
	parts: Part[],
	release: () => Promise<void>
): Promise<Partial<Embedded> & { owned: true; stop(): Promise<void> }> {
	const started: { stop(): Promise<void> }[] = [];
	const stop = async () => {
		for (const child of started.toReversed()) await child.stop();
		await release();
	};
	try {
		const found: Partial<Embedded> = {};
		if (parts.includes('postgres')) {
			const postgres = await startPostgres(options);
			started.push(postgres);
			found.postgres = postgres;
		}
		if (parts.includes('redis')) {
			const redis = await startRedis(options);
			started.push(redis);
			found.redis = redis;
		}
		return { ...found, owned: true, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

function silent(folder: DataFolder, pid: number | undefined): string {
	return (
		`The data folder ${folder.path} is in use${pid ? ` by process ${pid}` : ''}, whose databases do ` +
		`not answer. Wait until it has started, or stop it and try again.`
	);
}
