import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type pg from 'pg';
import type { Database } from './connection.ts';
import { lockIds } from './locks.ts';

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** Where drizzle's own migrator notes what was applied; we keep its book. */
const BOOK = 'drizzle.__drizzle_migrations';

/** When each migration of this version was made: its name, in order. A hash would change with a line ending. */
export const knownMigrations = (): number[] =>
	readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis);

/** The migrations that a database has, in order; none before the first start. */
export async function appliedMigrations(client: pg.ClientBase): Promise<number[]> {
	const { rows: book } = await client.query<{ there: boolean }>(
		'SELECT to_regclass($1) IS NOT NULL AS there',
		[BOOK]
	);
	if (!book[0]!.there) return [];
	const { rows } = await client.query<{ created_at: number }>(
		`SELECT created_at FROM ${BOOK} ORDER BY created_at`
	);
	return rows.map(({ created_at }) => created_at);
}

/**
 * Applies what is missing, up to and with the migration `through`. The transaction is the caller's: a restore
 * brings an older state in before it goes on to the newest.
 */
export async function applyMigrations(client: pg.ClientBase, through = Infinity): Promise<void> {
	// A table whose triggers still wait for the end of the transaction could not be altered.
	await client.query('SET CONSTRAINTS ALL IMMEDIATE');
	await client.query('CREATE SCHEMA IF NOT EXISTS drizzle');
	await client.query(
		`CREATE TABLE IF NOT EXISTS ${BOOK} (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`
	);
	const last = (await appliedMigrations(client)).at(-1) ?? 0;
	for (const { folderMillis, hash, sql } of readMigrationFiles({ migrationsFolder })) {
		if (folderMillis <= last || folderMillis > through) continue;
		for (const statement of sql) await client.query(statement);
		await client.query(`INSERT INTO ${BOOK} (hash, created_at) VALUES ($1, $2)`, [
			hash,
			folderMillis
		]);
	}
}

/** Brings the schema up to date; processes that start together take turns. */
export async function migrateDatabase(database: Database): Promise<void> {
	const client = await database.pool.connect();
	try {
		await client.query('SELECT pg_advisory_lock($1)', [lockIds.migration]);
		await client.query('BEGIN');
		await applyMigrations(client);
		await client.query('COMMIT');
	} catch (error) {
		await client.query('ROLLBACK');
		throw error;
	} finally {
		await client.query('SELECT pg_advisory_unlock($1)', [lockIds.migration]);
		client.release();
	}
}
