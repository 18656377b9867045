import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Clock } from '../clock.ts';
import { appliedMigrations } from '../database/migrate.ts';
import { BackupRefused, END_OF_ROWS, FORMAT, VERSION } from './format.ts';
import type { BackupHeader, BackupTable, BackupTrailer } from './format.ts';
import { linesIn } from './lines.ts';
import { backedUpTables, copied } from './tables.ts';

/** Whoever may read the file has everybody's password hashes. */
const FILE_MODE = 0o600;

/** Rows look the same whatever the settings of the database are. */
const PLAIN = `SET LOCAL TIME ZONE 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';
SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1`;

/** Everything that is read from here on is of one moment, and no sale waits for it. */
const SNAPSHOT = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${PLAIN}`;

async function* rowsOf(
	client: pg.ClientBase,
	table: BackupTable,
	sums: BackupTrailer['tables']
): AsyncGenerator<Buffer> {
	const hash = createHash('sha256');
	let rows = 0;
	for await (const chunk of client.query(copyTo(`COPY ${copied(table)} TO STDOUT`))) {
		const piece = chunk as Buffer;
		hash.update(piece);
		rows += linesIn(piece);
		yield piece;
	}
	sums.push({ name: table.name, rows, sha256: hash.digest('hex') });
}

/** Read last: a sequence is of no moment, and only ever runs ahead of the rows. */
async function sequences(client: pg.ClientBase): Promise<BackupTrailer['sequences']> {
	const { rows } = await client.query<{ name: string; last: number }>(
		`SELECT sequencename AS name, last_value AS last FROM pg_sequences
		WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename`
	);
	return rows;
}

const line = (value: BackupHeader | BackupTrailer) => Buffer.from(`${JSON.stringify(value)}\n`);

async function* hashed(pieces: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
	for await (const piece of pieces) {
		hash.update(piece);
		yield piece;
	}
}

/** The content of a backup; `done` hears the trailer. */
async function* content(
	client: pg.ClientBase,
	header: BackupHeader,
	done: (trailer: BackupTrailer) => void
): AsyncGenerator<Buffer> {
	const hash = createHash('sha256');
	const tables: BackupTrailer['tables'] = [];
	async function* body() {
		yield line(header);
		for (const table of header.tables) {
			yield* rowsOf(client, table, tables);
			yield Buffer.from(END_OF_ROWS);
		}
	}
	yield* hashed(body(), hash);
	const trailer = { tables, sequences: await sequences(client), sha256: hash.digest('hex') };
	yield line(trailer);
	done(trailer);
}

export interface Taken {
	header: BackupHeader;
	trailer: BackupTrailer;
	/** Of the file, bytes. */
	size: number;
}

/**
 * Writes one consistent snapshot of the record into a new file (BACKUP-1), beside a running server or without one. The
 * file has its name only once it is whole. Throws BackupRefused when there is nothing to back up or a file in its place.
 */
export async function takeBackup(options: {
	connection: pg.ClientConfig;
	path: string;
	product: string;
	clock: Clock;
}): Promise<Taken> {
	const { connection, path, product, clock } = options;
	const taken = await access(path).then(
		() => true,
		() => false
	);
	if (taken) throw new BackupRefused(`${path} exists already. Choose another name.`);
	const client = new pg.Client(connection);
	const part = `${path}.part`;
	await client.connect();
	try {
		await client.query(SNAPSHOT);
		const migrations = await appliedMigrations(client);
		if (migrations.length === 0)
			throw new BackupRefused('There is nothing to back up: this database was never used.');
		const header: BackupHeader = {
			format: FORMAT,
			version: VERSION,
			product,
			takenAt: new Date(clock()).toISOString(),
			migrations,
			tables: await backedUpTables(client)
		};
		let trailer: BackupTrailer;
		await rm(part, { force: true });
		await pipeline(
			content(client, header, (written) => (trailer = written)),
			createGzip(),
			createWriteStream(part, { flags: 'wx', mode: FILE_MODE, flush: true })
		);
		await rename(part, path);
		return { header, trailer: trailer!, size: (await stat(path)).size };
	} catch (error) {
		await rm(part, { force: true });
		throw error;
	} finally {
		await client.end();
	}
}
