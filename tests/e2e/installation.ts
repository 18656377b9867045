/** A real installation per test file: `node server/main.ts` on a folder and a port of its own, driven over HTTP. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { NewAccount } from '../../server/auth/accounts.ts';
import { databasesIn, openBoardsToAll } from '../support/databases.ts';
import { freePort } from '../support/free-port.ts';
import { makeAccount } from '../support/people.ts';
import { until } from '../support/until.ts';
import { test as base } from './patience.ts';

const run = promisify(execFile);

export interface Installation {
	url: string;
	/** Of its own PostgreSQL. */
	databaseUrl: string;
	dataDir: string;
	/** A call of API v1 that must succeed. */
	call(method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown): Promise<unknown>;
	/** Records a sale of today, minor units. */
	sell(rep: string, amount: number, more?: object): Promise<void>;
	/** Somebody who can sign in, with `PASSWORD`. */
	createAccount(account: NewAccount): Promise<void>;
	kill(): Promise<void>;
	start(): Promise<void>;
}

export const REPS = [
	{ code: 'R1', name: '李娜', team: 'T1' },
	{ code: 'R2', name: '王建国', team: 'T1' },
	{ code: 'R3', name: '陈晓燕', team: 'T2' },
	{ code: 'R4', name: '欧阳娜娜·阿卜杜拉', team: 'T2' },
	{ code: 'R5', name: 'Maximiliano Featherstonehaugh', team: 'T2' }
];

async function installation(
	publicBoards: boolean
): Promise<Installation & { remove(): Promise<void> }> {
	const dataDir = await mkdtemp(join(tmpdir(), 'lhb-e2e-'));
	const port = await freePort();
	const env = { ...process.env, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn' };
	const url = `http://localhost:${port}`;
	let server: ChildProcess | undefined;
	let key = '';
	let serial = 0;

	async function start(): Promise<void> {
		server = spawn(process.execPath, ['server/main.ts'], {
			env,
			stdio: ['ignore', 'inherit', 'inherit']
		});
		await until(async () => (await fetch(`${url}/api/v1/health`)).ok, { within: 60_000 });
	}

	async function end(signal: NodeJS.Signals): Promise<void> {
		if (!server || server.exitCode !== null || server.signalCode !== null) return;
		const gone = once(server, 'exit');
		server.kill(signal);
		await gone;
	}

	async function call(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${url}/api/v1${path}`, {
			method,
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
			...(body === undefined ? {} : { body: JSON.stringify(body) })
		});
		const answer: unknown = await response.json();
		if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
		return answer;
	}

	await start();
	const { databaseUrl } = await databasesIn(dataDir);
	if (publicBoards) await openBoardsToAll(databaseUrl);
	const made = await run(process.execPath, ['server/cli/key.ts', 'create', 'e2e'], { env });
	key = made.stdout.trim().split('\n').at(-1)!;

	return {
		url,
		databaseUrl,
		dataDir,
		call,
		start,
		async createAccount(account) {
			await makeAccount(env, account);
		},
		kill: () => end('SIGKILL'),
		async sell(rep, amount, more = {}) {
			await call('POST', '/entries', {
				externalId: `sale-${++serial}`,
				kind: 'sale',
				metric: 'sales',
				amount,
				rep,
				occurredAt: new Date().toISOString(),
				...more
			});
		},
		async remove() {
			await end('SIGTERM');
			await rm(dataDir, { recursive: true, force: true });
		}
	};
}

/** The first day of this month in Shanghai. */
export const monthStart = (): string =>
	`${new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date()).slice(0, 7)}-01`;

/** A company of two teams and five reps, with targets for this month. */
export async function foundCompany({ call }: Installation): Promise<void> {
	await call('PUT', '/units/HQ', { name: '云锦家纺', kind: 'company' });
	for (const [code, name] of [
		['T1', '华东一队'],
		['T2', '华南二队']
	])
		await call('PUT', `/units/${code}`, { name, kind: 'team', parent: 'HQ' });
	for (const { code, name, team } of REPS) await call('PUT', `/reps/${code}`, { name, team });
	const target = (kind: string, code: string, amount: number) => ({
		metric: 'sales',
		period: { unit: 'month', start: monthStart() },
		subject: { kind, code },
		amount
	});
	await call('PUT', '/targets', [
		target('unit', 'HQ', 1_000_000_000),
		target('unit', 'T1', 500_000_000),
		target('unit', 'T2', 550_000_000),
		...REPS.map(({ code }) => target('rep', code, 230_000_000))
	]);
}

type Running = Awaited<ReturnType<typeof installation>>;

/**
 * Each file begins with an installation of its own, empty. `publicBoards`: anybody may watch; a file about who may says
 * `test.use({ publicBoards: false })`.
 */
export const test = base.extend<
	{ installation: Installation; publicBoards: boolean },
	{ installationOf: (file: string, publicBoards: boolean) => Promise<Running> }
>({
	publicBoards: [true, { option: true }],
	installationOf: [
		// Playwright reads what a fixture needs from the pattern of its first argument.
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			let open: { file: string; made: Running } | undefined;
			await use(async (file, publicBoards) => {
				if (open?.file !== file) {
					await open?.made.remove();
					open = { file, made: await installation(publicBoards) };
				}
				return open.made;
			});
			await open?.made.remove();
		},
		{ scope: 'worker', timeout: 90_000 }
	],
	installation: [
		async ({ installationOf, publicBoards }, use, { file }) =>
			use(await installationOf(file, publicBoards)),
		{ timeout: 90_000 }
	]
});

export { expect } from '@playwright/test';
