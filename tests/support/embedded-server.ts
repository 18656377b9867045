/**
 * The smallest server there is: it holds a data folder and runs both databases until SIGTERM. Fault
 * tests kill it in the ways a real one gets killed.
 *
 *     node tests/support/embedded-server.ts <data folder>
 *
 * Prints one line of JSON: `{ ok: true, postgres, redis, url, path }` with the pids of the children
 * and where they are reached, or `{ ok: false, pid }` when another server has the folder.
 */
import { lockDataFolder } from '../../server/embedded/lock.ts';
import { startPostgres } from '../../server/embedded/postgres.ts';
import { startRedis } from '../../server/embedded/redis.ts';
import { silentLog } from './silent-log.ts';

const [dataDir] = process.argv.slice(2);
if (!dataDir) throw new Error('usage: embedded-server.ts <data folder>');

const lock = await lockDataFolder(dataDir);
if (!lock.ok) {
	say(lock);
	process.exit(1);
}
const [postgres, redis] = await Promise.all([
	startPostgres({ dataDir, log: silentLog }),
	startRedis({ dataDir, log: silentLog })
]);

process.on('SIGINT', () => undefined); // Ctrl-C reaches the whole process group; see the test
process.once('SIGTERM', async () => {
	await redis.stop();
	await postgres.stop();
	await lock.release();
});

say({
	ok: true,
	postgres: postgres.pid(),
	redis: redis.pid(),
	url: postgres.url,
	path: redis.path
});

function say(line: object): void {
	process.stdout.write(`${JSON.stringify(line)}\n`);
}
