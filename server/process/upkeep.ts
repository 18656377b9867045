import { lt } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Log } from '../log.ts';
import type { createPhotos } from './photos.ts';
import { processCommands } from './schema.ts';

const EVERY_MS = 6 * 3_600_000;
/** No queue of a phone is older than this when it is sent. */
const REMEMBERED_MS = 60 * 24 * 3_600_000;

/** Forgets commands that nobody sends again, and photos that no note took. */
export function createUpkeep(options: {
	database: Database;
	photos: ReturnType<typeof createPhotos>;
	clock: Clock;
	log: Log;
}) {
	const { database, photos, clock, log } = options;

	async function sweep(): Promise<void> {
		const old = new Date(clock() - REMEMBERED_MS);
		await database.db.delete(processCommands).where(lt(processCommands.at, old));
		await photos.sweep();
	}

	const timer = setInterval(() => {
		sweep().catch((error: unknown) => log.warn({ err: error }, 'old commands were not removed'));
	}, EVERY_MS);
	timer.unref();

	return { sweep, close: () => clearInterval(timer) };
}
