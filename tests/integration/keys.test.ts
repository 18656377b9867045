/** API keys as administrators make and revoke them, tried on the real API. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi, foundCompanyOver, runKeyCommand } from '../support/api.ts';
import { sale } from '../support/company.ts';
import { databasesIn, makeDataFolder, withPool } from '../support/databases.ts';
import { makeAccount } from '../support/people.ts';
import { startRealServer } from '../support/real-server.ts';
import type { RealServer } from '../support/real-server.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';
import { signIn } from '../support/visitor.ts';
import type { Visitor } from '../support/visitor.ts';

const clock = shiftedClock(MONDAY_MORNING);
let folder: Awaited<ReturnType<typeof makeDataFolder>>;
let server: RealServer;
let databaseUrl: string;
let boss: Visitor;

const apiWith = (key: string) => createApi(() => server.url, key);
const runKey = (...args: string[]) => runKeyCommand({ DATA_DIR: folder.path }, ...args);
const aSale = () => sale('r1', 100, { at: clock() });

beforeAll(async () => {
	folder = await makeDataFolder();
	server = await startRealServer({ dataDir: folder.path, clockOffset: clock.offset });
	const key = await runKey('create', 'founder');
	await until(async () => (await apiWith(key)('GET', '/units')).status === 200);
	await foundCompanyOver(apiWith(key), '2026-11-01');
	({ databaseUrl } = await databasesIn(folder.path));
	await makeAccount({ DATA_DIR: folder.path }, { code: 'boss', name: '周敏', administrator: true });
	boss = await signIn(server.url, 'boss');
});

afterAll(async () => {
	await server?.end();
	await folder?.remove();
});

/** Makes a key on its page, which shows it once. */
async function make(name: string, ...scopes: string[]): Promise<string> {
	const answer = await boss.post('/admin/keys/new', { name, scopes });
	const [, key] = /data-testid="key"[^>]*>\s*([0-9a-f]{12}\.[\w-]+)/.exec(answer.text) ?? [];
	expect(key).toBeDefined();
	return key!;
}

test('[ADMIN-11] a key that may read cannot post, at once after it was made', async () => {
	const api = apiWith(await make('board', 'read'));
	expect((await api('GET', '/units')).status).toBe(200);
	for (const [method, path, body] of [
		['POST', '/entries', aSale()],
		['PUT', '/products/p9', { name: 'x' }],
		['PUT', '/targets', []]
	] as const)
		expect((await api(method, path, body)).status, path).toBe(403);
});

test('[ADMIN-11] one that may record sales does that and nothing else', async () => {
	const api = apiWith(await make('ERP', 'entries'));
	expect((await api('POST', '/entries', aSale())).status).toBe(201);
	expect((await api('GET', '/units')).status).toBe(403);
});

test('[ADMIN-11] a revoked key is refused with the next call', async () => {
	const key = await make('gone', 'read', 'entries');
	const api = apiWith(key);
	const [id] = key.split('.');
	expect((await api('GET', '/units')).status).toBe(200);
	expect((await boss.post('/admin/keys?/revoke', { id: id! })).status).toBe(200);
	expect((await api('GET', '/units')).status).toBe(401);
	// Twice is the same as once; what never was is not there.
	expect((await boss.post('/admin/keys?/revoke', { id: id! })).status).toBe(200);
	expect((await boss.post('/admin/keys?/revoke', { id: 'never' })).status).toBe(404);
});

test('[ADMIN-11] when it was last used is noted', async () => {
	const key = await make('used', 'read');
	const lastUse = () =>
		withPool(databaseUrl, async (pool) => {
			const { rows } = await pool.query<{ at: Date | null }>(
				'SELECT last_used_at AS at FROM api_keys WHERE id = $1',
				[key.split('.')[0]]
			);
			return rows[0]!.at;
		});
	expect(await lastUse()).toBeNull();
	await apiWith(key)('GET', '/units');
	await until(async () => (await lastUse()) !== null);
});

test('[ADMIN-10] it is shown once: neither the list nor the audit log holds it', async () => {
	const key = await make('secret', 'read');
	const [id, secret] = key.split('.');
	for (const path of [
		'/admin/keys',
		'/admin/audit',
		'/admin/export/keys.csv',
		'/admin/export/audit.csv'
	]) {
		const text = (await boss.get(path)).text;
		expect(text, path).toContain(id);
		expect(text, path).not.toContain(secret);
	}
});

test('a key needs a name and a scope, and says so beside the field', async () => {
	const answer = await boss.post('/admin/keys/new', { name: '' });
	expect(answer.status).toBe(422);
	const text = answer.text;
	expect(text).toContain('请至少选择一项权限');
	const unknown = await boss.post('/admin/keys/new', { name: 'x', scopes: 'everything' });
	expect(unknown.status).toBe(422);
});

test('the command line makes keys of chosen scopes', async () => {
	const key = await runKey('create', 'from', 'the', 'shell', '--scopes', 'read,entries');
	const api = apiWith(key.split('\n').at(-1)!);
	await until(async () => (await api('GET', '/units')).status === 200);
	expect((await api('PUT', '/targets', [])).status).toBe(403);
	expect(await runKey('list')).toMatch(/in force {2}from the shell {2}\(read, entries\)/);
	await expect(runKey('create', 'x', '--scopes', 'all')).rejects.toThrow('is no scope');
	await expect(runKey('list', '--scopes', 'read')).rejects.toThrow('Usage');
});
