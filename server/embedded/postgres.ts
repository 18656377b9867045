import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { postgresBinaries, type PostgresBinaries } from './binaries.ts';
import { startChild, type Child, type ChildOptions } from './child.ts';
import { ensurePrivateFolder, openDataFolder, type DataFolder } from './folder.ts';
import { commandAs, postgresIdentity, type Identity } from './identity.ts';
import { stopOrphan } from './orphans.ts';
import { isTaken, readPidFile, runs } from './processes.ts';

export interface EmbeddedPostgres extends Child {
	/** For `pg`: the database `longhubang` through the private socket. */
	url: string;
}

const NAME = 'PostgreSQL';
const DATABASE = 'longhubang';
const USER = 'longhubang';
/** Fast shutdown: roll back, checkpoint, leave. Then immediate: leave, and recover at the next start. */
const STOP_SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/** Durable, unreachable from outside, and sized for the small box that a wallboard runs on. */
const SETTINGS = {
	listen_addresses: '',
	port: '5432', // only part of the socket's name
	unix_socket_permissions: '0700',
	fsync: 'on',
	full_page_writes: 'on',
	synchronous_commit: 'on',
	max_connections: '100',
	shared_buffers: '128MB',
	effective_cache_size: '512MB',
	wal_compression: 'on',
	max_wal_size: '512MB',
	random_page_cost: '1.1',
	jit: 'off', // costs more than it saves on queries of a few milliseconds
	timezone: 'UTC',
	log_timezone: 'UTC',
	log_checkpoints: 'off',
	log_line_prefix: ''
};

/**
 * Starts the embedded PostgreSQL, making cluster and database when there are none, and keeps it
 * running. The caller holds the data folder's lock.
 */
export async function startPostgres(options: ChildOptions): Promise<EmbeddedPostgres> {
	const { log } = options;
	const folder = await openDataFolder(options.dataDir);
	const cluster = join(folder.path, 'postgres');
	const words = `-D ${cluster}`;
	const pidFile = join(folder.path, 'postgres.pid');
	await stopOrphan({ name: NAME, pidFile, words, signals: STOP_SIGNALS, log });

	const binaries = await postgresBinaries();
	const identity = await postgresIdentity({
		dataDir: folder.path,
		program: binaries.postgres,
		log
	});
	await ensurePrivateFolder(folder.sockets, identity.owner);
	if (!(await exists(cluster))) {
		log.info({ cluster }, `making a new ${NAME} cluster`);
		await initCluster({ cluster, folder, binaries, identity });
	}
	await ensurePrivateFolder(cluster, identity.owner);

	const settings = { ...SETTINGS, unix_socket_directories: folder.sockets };
	const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const child = await startChild(
		{
			name: NAME,
			command: commandAs(identity, binaries.postgres, ['-D', cluster, ...flags]),
			pidFile,
			stopSignals: STOP_SIGNALS,
			prepare: () => dropReusedPids({ cluster, words, sockets: folder.sockets }),
			isReady: () => answers(postgresUrl(folder, 'postgres'))
		},
		options
	);
	try {
		await ensureDatabase(folder);
	} catch (error) {
		await child.stop();
		throw error;
	}
	return { ...child, url: postgresUrl(folder) };
}

/** Everything spelt out, so that no PG… variable of the environment changes where it leads. */
export function postgresUrl({ sockets }: DataFolder, database = DATABASE): string {
	const query = new URLSearchParams({ host: sockets, port: SETTINGS.port, sslmode: 'disable' });
	return `postgresql://${USER}@localhost/${database}?${query}`;
}

/** Whether a server accepts connections to this database. */
export async function answers(url: string): Promise<boolean> {
	return withClient(url, async (client) => {
		await client.query('SELECT 1');
		return true;
	});
}

/**
 * Made under another name and renamed, so that a cluster that exists is a whole one whatever
 * happened meanwhile. Text is compared by code point: the same order on every machine for ever,
 * while an operating system's locale may change under an index; people's order is the domain's work.
 */
async function initCluster(options: {
	cluster: string;
	folder: DataFolder;
	binaries: PostgresBinaries;
	identity: Identity;
}): Promise<void> {
	const { cluster, folder, binaries, identity } = options;
	const unfinished = 'postgres.unfinished-';
	for (const name of await readdir(folder.path)) {
		if (name.startsWith(unfinished)) await rm(join(folder.path, name), { recursive: true });
	}
	const draft = await mkdtemp(join(folder.path, unfinished));
	await ensurePrivateFolder(draft, identity.owner);
	const { file, args, ...owner } = commandAs(identity, binaries.initdb, [
		...['-D', draft, '-U', USER, '--encoding=UTF8', '--locale=C'],
		...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
		...['--auth-local=trust', '--auth-host=reject', '--no-instructions']
	]);
	await promisify(execFile)(file, args, {
		...owner,
		env: { PATH: process.env.PATH, LC_ALL: 'C' }
	}).catch((error: Error & { stderr?: string }) => {
		throw new Error(
			`${NAME} could not make its files in ${draft}: ${error.stderr || error.message}`
		);
	});
	await rename(draft, cluster);
}

/**
 * PostgreSQL takes its own left-over pid files for a running server when the number now belongs to
 * any other process of the user — after a power cut, and nearly always in a container, where pids
 * are small. A file whose process really is PostgreSQL, or is gone, is left for PostgreSQL to judge.
 */
async function dropReusedPids(options: {
	cluster: string;
	words: string;
	sockets: string;
}): Promise<void> {
	const { cluster, words, sockets } = options;
	const files = [join(cluster, 'postmaster.pid'), join(sockets, `.s.PGSQL.${SETTINGS.port}.lock`)];
	for (const file of files) {
		const pid = await readPidFile(file);
		if (pid === undefined || !isTaken(pid) || (await runs(pid, words))) continue;
		await rm(file, { force: true });
	}
}

async function ensureDatabase(folder: DataFolder): Promise<void> {
	await withClient(postgresUrl(folder, 'postgres'), async (client) => {
		const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
		if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
	});
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
	// Without a listener a connection that breaks outside a query would end the process; a break
	// inside one rejects the query, which is all that matters here.
	client.on('error', () => undefined);
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}

async function exists(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false
	);
}
