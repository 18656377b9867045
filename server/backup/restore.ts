import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { lockIds } from '../database/locks.ts';
import { applyMigrations, knownMigrations } from '../database/migrate.ts';
import { BackupRefused } from './format.ts';
import type { BackupHeader, BackupTrailer } from './format.ts';
import { readBackup } from './read.ts';
import { allTables, copied, usedTable } from './tables.ts';

function demandKnown({ migrations, product }: BackupHeader): void {
	const known = knownMigrations();
	if (!migrations.every((migration) => known.includes(migration)))
		throw new BackupRefused(
			`The backup was written by a newer version of Longhubang (${product}). Restore it with that version.`
		);
}

/** A server keeps people, targets and figures in memory: it must not find others under its feet. */
async function demandAlone(client: pg.ClientBase): Promise<void> {
	const { rows } = await client.query<{ others: number }>(
		`SELECT count(*) AS others FROM pg_stat_activity
		WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid()`,
		['longhubang']
	);
	if (rows[0]!.others > 0)
		throw new BackupRefused(
			'A server is running on this installation. Stop it, restore, then start it again.'
		);
}

async function demandEmpty(client: pg.ClientBase): Promise<void> {
	const used = await usedTable(client);
	if (used !== undefined)
		throw new BackupRefused(
			`This installation is in use: the table ${used} is not empty. A backup is restored into a new one only; ` +
				'set DATA_DIR to a new folder, or DATABASE_URL to an empty database. Nothing was changed.'
		);
}

/** Takes the empty installation down, whichever version made it. */
async function takeDown(client: pg.ClientBase): Promise<void> {
	const tables = await allTables(client);
	const { rows: functions } = await client.query<{ signature: string }>(
		`SELECT DISTINCT t.tgfoid::regprocedure::text AS signature
		FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
		WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace`
	);
	for (const table of tables)
		await client.query(`DROP TABLE public.${pg.escapeIdentifier(table)} CASCADE`);
	for (const { signature } of functions) await client.query(`DROP FUNCTION ${signature}`);
	await client.query('DROP TABLE IF EXISTS drizzle.__drizzle_migrations');
}

/** Triggers would refuse rows that come table by table; the rows have passed them once. */
async function withoutTriggers(
	client: pg.ClientBase,
	tables: readonly string[],
	work: () => Promise<void>
): Promise<void> {
	const names = tables.map((name) => `public.${pg.escapeIdentifier(name)}`);
	for (const name of names) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
	await work();
	for (const name of names) await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
}

async function load(
	client: pg.ClientBase,
	path: string,
	{ tables }: BackupHeader
): Promise<BackupTrailer> {
	// What a new installation is given, the backup has as it became.
	for (const { name } of tables.toReversed())
		await client.query(`DELETE FROM public.${pg.escapeIdentifier(name)}`);
	const { trailer } = await readBackup(path, {
		async table(table, rows) {
			await pipeline(
				Readable.from(rows, { objectMode: false }),
				client.query(copyFrom(`COPY ${copied(table)} FROM STDIN`))
			);
		}
	});
	for (const { name, last } of trailer.sequences)
		await client.query('SELECT setval($1::regclass, $2)', [
			`public.${pg.escapeIdentifier(name)}`,
			last
		]);
	return trailer;
}

async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
	await client.query('BEGIN');
	try {
		const result = await work();
		await client.query('COMMIT');
		return result;
	} catch (error) {
		await client.query('ROLLBACK').catch(() => {});
		throw error;
	}
}

/**
 * Brings an empty installation to exactly the state of a backup (BACKUP-3): one transaction, so that it is there as a
 * whole or not at all, whatever ends this process. An older backup is loaded into the tables of its time, which are
 * then migrated as a running installation's would be. Throws BackupRefused.
 */
export async function restoreBackup(options: {
	connection: pg.ClientConfig;
	path: string;
}): Promise<{ header: BackupHeader; trailer: BackupTrailer }> {
	const { connection, path } = options;
	const { header } = await readBackup(path);
	demandKnown(header);
	const client = new pg.Client(connection);
	await client.connect();
	try {
		// A server that is started meanwhile waits until the state is whole; the lock goes with the connection.
		await client.query('SELECT pg_advisory_lock($1)', [lockIds.migration]);
		await demandAlone(client);
		await demandEmpty(client);
		const trailer = await inTransaction(client, async () => {
			await takeDown(client);
			await applyMigrations(client, header.migrations.at(-1));
			let loaded: BackupTrailer;
			const names = header.tables.map(({ name }) => name);
			await withoutTriggers(client, names, async () => {
				loaded = await load(client, path, header);
			});
			await applyMigrations(client);
			return loaded!;
		});
		await client.query('ANALYZE');
		return { header, trailer };
	} finally {
		await client.end();
	}
}
