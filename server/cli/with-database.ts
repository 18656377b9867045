import { readConfig } from '../config.ts';
import { connectDatabase } from '../database/connection.ts';
import type { Database } from '../database/connection.ts';
import { migrateDatabase } from '../database/migrate.ts';
import { attachOrStart } from '../embedded/attach.ts';
import { createLog } from '../log.ts';

/**
 * Runs a command on the installation's database: the one of the running server, or started for the command
 * alone when no server runs. `asItIs`: without bringing its tables up to date first.
 */
export async function withDatabase<T>(
	run: (database: Database) => Promise<T>,
	{ asItIs = false } = {}
): Promise<T> {
	const config = readConfig(process.env);
	const log = createLog('warn');
	const embedded = config.databaseUrl
		? undefined
		: await attachOrStart({ dataDir: config.dataDir, log, parts: ['postgres'] });
	try {
		const url = config.databaseUrl ?? embedded!.postgres.url;
		const database = connectDatabase({ url, log, max: 4 });
		try {
			if (!asItIs) await migrateDatabase(database);
			return await run(database);
		} finally {
			await database.close();
		}
	} finally {
		await embedded?.stop();
	}
}
