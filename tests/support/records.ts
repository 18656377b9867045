import pg from 'pg';
import { attachOrStart } from '../../server/embedded/attach.ts';
import { openDataFolder } from '../../server/embedded/folder.ts';
import { postgresUrl } from '../../server/embedded/postgres.ts';
import { createLog } from '../../server/log.ts';
import { createRecord } from '../../server/record.ts';
import { makeDataFolder, withPool } from './databases.ts';
import { silentLog } from './silent-log.ts';

/** A Monday afternoon in Shanghai. */
export const NOW = Date.parse('2026-11-23T15:00:00+08:00');

/** A real PostgreSQL without a server around it, and books of their own for each story. */
export async function startRecords() {
	const { path: dataDir, remove } = await makeDataFolder();
	const postgres = await attachOrStart({ dataDir, log: silentLog, parts: ['postgres'] });

	return {
		dataDir,

		/** Fresh books, or those that a server on the data folder keeps. */
		async open(which: 'fresh' | 'of the folder' = 'fresh') {
			const name = `story_${crypto.randomUUID().replaceAll('-', '')}`;
			if (which === 'fresh')
				await withPool(postgres.postgres.url, (pool) => pool.query(`CREATE DATABASE ${name}`));
			const databaseUrl =
				which === 'fresh'
					? postgresUrl(await openDataFolder(dataDir), name)
					: postgres.postgres.url;
			const log = createLog(process.env.DEBUG ? 'debug' : 'silent');
			const record = await createRecord({ databaseUrl, clock: () => NOW, log });
			const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
			return {
				databaseUrl,
				record,
				log,
				/** One row of plain SQL, around all of the server's own code. */
				async one<Row extends object>(sql: string): Promise<Row> {
					return (await pool.query<Row>(sql)).rows[0]!;
				},
				async all<Row extends object>(sql: string): Promise<Row[]> {
					return (await pool.query<Row>(sql)).rows;
				},
				async close() {
					await pool.end();
					await record.close();
				}
			};
		},

		async stop() {
			await postgres.stop();
			await remove();
		}
	};
}

export type Records = Awaited<ReturnType<typeof startRecords>>;
export type OpenRecord = Awaited<ReturnType<Records['open']>>;
