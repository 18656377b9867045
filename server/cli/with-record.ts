import { readConfig } from '../config.ts';
import { attachOrStart } from '../embedded/attach.ts';
import type { Log } from '../log.ts';
import { createRecord } from '../record.ts';
import type { BooksOfRecord } from '../record.ts';

/**
 * Runs a command on the installation's books: those of the running server, whose screens then hear of every
 * change, or opened for the command alone when no server runs.
 */
export async function withRecord<T>(
	log: Log,
	run: (record: BooksOfRecord) => Promise<T>
): Promise<T> {
	const { databaseUrl, dataDir } = readConfig(process.env);
	const embedded = databaseUrl
		? undefined
		: await attachOrStart({ dataDir, log, parts: ['postgres'] });
	try {
		const url = databaseUrl ?? embedded!.postgres.url;
		const record = await createRecord({ databaseUrl: url, clock: Date.now, log });
		try {
			return await run(record);
		} finally {
			await record.close();
		}
	} finally {
		await embedded?.stop();
	}
}
