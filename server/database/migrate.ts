import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { Database } from './connection.ts';
import { lockIds } from './locks.ts';

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** Brings the schema up to date; processes that start together take turns. */
export async function migrateDatabase(database: Database): Promise<void> {
	const client = await database.pool.connect();
	try {
		await client.query('SELECT pg_advisory_lock($1)', [lockIds.migration]);
		await migrate(drizzle(client), { migrationsFolder });
	} finally {
		await client.query('SELECT pg_advisory_unlock($1)', [lockIds.migration]);
		client.release();
	}
}
