import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rename } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startChild, type Child, type ChildOptions, type ChildPlan } from './child.ts';
import { ensurePrivateFolder, openDataFolder, type DataFolder } from './folder.ts';
import { ownerOf } from './identity.ts';
import { stopOrphan } from './orphans.ts';

export interface EmbeddedRedis extends Child {
	/** For `ioredis`: the private Unix socket. */
	path: string;
}

const NAME = 'Redis';
/** Writes out what is buffered, then leaves. */
const STOP_SIGNALS: NodeJS.Signals[] = ['SIGTERM'];
/** Valkey is Redis continued; some distributions have only that. */
const PROGRAMS = ['redis-server', 'valkey-server'];
const OLDEST_MAJOR = 7;
const PING_TIMEOUT_MS = 2_000;

/**
 * Starts the embedded Redis on what it last knew and keeps it running. The caller holds the data
 * folder's lock.
 */
export async function startRedis(options: ChildOptions): Promise<EmbeddedRedis> {
	const { log } = options;
	const folder = await openDataFolder(options.dataDir);
	const data = join(folder.path, 'redis');
	const pidFile = join(folder.path, 'redis.pid');
	await stopOrphan({ name: NAME, pidFile, words: `--dir ${data}`, signals: STOP_SIGNALS, log });

	const program = await findRedis();
	const owner = await ownerOf(folder.path);
	const path = redisSocket(folder);
	const plan: ChildPlan = {
		name: NAME,
		command: { file: program, args: redisArguments({ data, socket: path }), ...owner },
		pidFile,
		stopSignals: STOP_SIGNALS,
		prepare: async () => {
			await ensurePrivateFolder(folder.sockets, owner);
			await ensurePrivateFolder(data, owner);
		},
		isReady: () => pings(path)
	};
	const child = await startChild(plan, options).catch(async (error) => {
		if (!(await isDamaged({ program, data, ...owner }))) throw error;
		const aside = `${data}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
		await rename(data, aside);
		log.error({ err: error, aside }, `${NAME}'s file is damaged: starting with an empty one`);
		return startChild(plan, options);
	});
	return { ...child, path };
}

export function redisSocket({ sockets }: DataFolder): string {
	return join(sockets, 'redis.sock');
}

/** Whether a Redis behind this socket takes commands (not while it is still loading its data). */
export async function pings(path: string): Promise<boolean> {
	return new Promise((resolve, reject) => {
		const socket = connect(path, () => socket.write('PING\r\n'));
		socket.setTimeout(PING_TIMEOUT_MS, () => socket.destroy(new Error('no answer to PING')));
		socket.once('error', reject);
		socket.once('data', (answer) => {
			resolve(answer.toString().startsWith('+PONG'));
			socket.destroy();
		});
		socket.once('close', () => resolve(false));
	});
}

function redisArguments({ data, socket }: { data: string; socket: string }): string[] {
	const settings = {
		port: '0',
		unixsocket: socket,
		unixsocketperm: '700',
		dir: data,
		// Rankings could be rebuilt; the jobs of BullMQ are here as well, and it wants none evicted.
		appendonly: 'yes',
		appendfsync: 'everysec',
		save: '',
		'maxmemory-policy': 'noeviction',
		// Keeps the command line as it is here: that is how an orphan is told from a stranger.
		'set-proc-title': 'no'
	};
	return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}

async function findRedis(): Promise<string> {
	for (const program of PROGRAMS) {
		const version = await promisify(execFile)(program, ['--version']).catch(
			(error: NodeJS.ErrnoException) => {
				if (error.code === 'ENOENT') return undefined;
				throw error;
			}
		);
		if (!version) continue;
		const major = majorVersion(version.stdout);
		if (major !== undefined && major >= OLDEST_MAJOR) return program;
		throw new Error(
			`${program} is too old: Redis ${OLDEST_MAJOR} or newer is needed, and this is ` +
				`"${version.stdout.trim()}". Update it, or set REDIS_URL to a newer one.`
		);
	}
	throw new Error(
		`${PROGRAMS[0]} is not installed. Run "sudo apt-get install redis-server" (macOS: "brew ` +
			`install redis"), or set REDIS_URL to a Redis of your own.`
	);
}

/** From 'Redis server v=7.0.15 sha=…'; undefined when the text names no version. */
export function majorVersion(text: string): number | undefined {
	const found = /\bv=(\d+)\./.exec(text);
	return found ? Number(found[1]) : undefined;
}

/**
 * Does Redis's own check reject the file? A power cut can leave one that Redis refuses to load; a
 * wallboard that then waits for an expert is worse than one that rebuilds its rankings from the
 * record. A file that was merely cut short is not damaged: Redis loads it by itself.
 */
async function isDamaged(options: {
	program: string;
	data: string;
	uid?: number;
	gid?: number;
}): Promise<boolean> {
	const { program, data, ...owner } = options;
	const folder = join(data, 'appendonlydir');
	const files = await readdir(folder).catch(() => []);
	const manifest = files.find((name) => name.endsWith('.manifest'));
	if (!manifest) return false;
	// The server is the check as well, under another name.
	const check = spawn(program, [join(folder, manifest)], {
		argv0: 'redis-check-aof',
		stdio: 'ignore',
		...owner
	});
	const [code] = await once(check, 'exit');
	return code !== 0;
}
