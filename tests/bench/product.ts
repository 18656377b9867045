/** The server under test: `node server/main.ts` as anybody starts it, on a data folder of its own. */
import type { ChildProcess } from 'node:child_process';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openDataFolder } from '../../server/embedded/folder.ts';
import { postgresUrl } from '../../server/embedded/postgres.ts';
import { openBoardsToAll } from '../support/databases.ts';
import { probe, root } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Target } from './wire/poster.ts';
import { reps, sale, targets, units } from './world.ts';

const HISTORY = 2_000;
const PER_REQUEST = 1_000;

export interface Product extends Target {
	child: ChildProcess;
	url: string;
	/** Of its commands. */
	env: { DATA_DIR: string };
	/** A call of API v1 that must succeed. */
	send(method: string, path: string, body?: unknown): Promise<Response>;
	/** Where its PostgreSQL takes another database of this name. */
	databaseUrl(name: string): string;
	/** The number of the next sale; takes so many. */
	take(count: number): number;
}

async function portOf(child: ChildProcess): Promise<number> {
	const lines = createInterface({ input: child.stdout! });
	const started = new Promise<number>((resolve) => {
		lines.on('line', (line) => {
			const { port, level, msg } = JSON.parse(line) as Record<string, unknown>;
			if (typeof port === 'number') resolve(port);
			else if (Number(level) >= 40) console.error(`server: ${String(msg)}`);
		});
	});
	const ended = once(child, 'exit').then(() => Promise.reject(new Error('the server ended')));
	return Promise.race([started, ended]);
}

export async function openProduct(stage: Stage, flags: readonly string[]): Promise<Product> {
	const dataDir = await stage.folder('product');
	const env = { DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info' };
	const child = stage.spawn(['--expose-gc', '--import', probe, ...flags, 'server/main.ts'], {
		...env,
		NODE_ENV: 'production',
		DATABASE_URL: '',
		REDIS_URL: ''
	});
	const port = await portOf(child);
	const made = await promisify(execFile)(
		process.execPath,
		['server/cli/key.ts', 'create', 'bench'],
		{ cwd: root, env: { ...process.env, ...env } }
	);
	const key = made.stdout.trim();
	const url = `http://127.0.0.1:${port}`;
	const folder = await openDataFolder(dataDir);
	let next = 1;

	async function send(method: string, path: string, body?: unknown): Promise<Response> {
		const response = await fetch(`${url}/api/v1${path}`, {
			method,
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
			...(body === undefined ? {} : { body: JSON.stringify(body) })
		});
		if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
		return response;
	}

	const product: Product = {
		child,
		port,
		key,
		url,
		env,
		send,
		databaseUrl: (name) => postgresUrl(folder, name),
		take(count) {
			next += count;
			return next - count;
		}
	};
	// Thousands of walls watch as whoever reaches the server.
	await openBoardsToAll(postgresUrl(folder));
	await untilKeyIsKnown(url, key);
	for (const [code, form] of units) await send('PUT', `/units/${code}`, form);
	for (const [code, form] of reps) await send('PUT', `/reps/${code}`, form);
	const month = await send('GET', '/progress?kind=unit&code=company');
	const { period } = (await month.json()) as { period: { from: string } };
	await send('PUT', '/targets', targets(period.from));
	for (let i = 0; i < HISTORY; i += PER_REQUEST) {
		const from = product.take(PER_REQUEST);
		const sales = Array.from({ length: PER_REQUEST }, (_, j) => sale({ number: from + j }));
		await send('POST', '/entries', sales);
	}
	return product;
}

/** The server hears of a new key by notification. */
async function untilKeyIsKnown(url: string, key: string): Promise<void> {
	const headers = { authorization: `Bearer ${key}` };
	while ((await fetch(`${url}/api/v1/units`, { headers })).status === 401) await delay(50);
}
