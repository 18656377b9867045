/** Lists of the administration: what is found, in which order, and by whom. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi, foundCompanyOver, runKeyCommand } from '../support/api.ts';
import { DIRECTORY, foundCompany } from '../support/company.ts';
import { databasesIn, makeDataFolder, startDatabases, withPool } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { makeAccount } from '../support/people.ts';
import { startRealServer } from '../support/real-server.ts';
import type { RealServer } from '../support/real-server.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { signIn } from '../support/visitor.ts';
import type { Visitor } from '../support/visitor.ts';

const clock = shiftedClock(MONDAY_MORNING);

describe('10,000 customers', () => {
	const COUNT = 10_000;
	let databases: Databases;
	let local: LocalApp;
	const search: LocalApp['app']['directory']['search'] = (kind, query) =>
		local.app.directory.search(kind, query);

	beforeAll(async () => {
		databases = await startDatabases();
		local = await startLocalApp({ ...databases, clock });
		await foundCompany(local.app, '2026-11-01');
		// Owned in turn by the eight reps; every hundredth by nobody.
		await local.pool.query(
			`INSERT INTO customers (code, name, kind, owner_id)
			SELECT 'K' || lpad(n::text, 5, '0'), '客户 ' || n, CASE n % 3 WHEN 0 THEN 'retail' ELSE 'dealer' END,
				CASE WHEN n % 100 = 0 THEN NULL ELSE (SELECT id FROM reps WHERE code = 'r' || n % 8 + 1) END
			FROM generate_series(1, $1::int) AS n`,
			[COUNT]
		);
		await local.app.directory.mirror.fill();
	});

	afterAll(async () => {
		await local?.close();
		await databases?.stop();
	});

	test('[ADMIN-1] every row stands on exactly one page', () => {
		const seen = new Set<string>();
		for (let page = 1; ; page++) {
			const { rows, total } = search('customers', { page, size: 50, sort: 'name' });
			if (rows.length === 0) break;
			expect(total).toBe(COUNT + 3);
			for (const { code } of rows) seen.add(code);
		}
		expect(seen.size).toBe(COUNT + 3);
	});

	test('[ADMIN-2] numbers within names sort as numbers, Chinese by pinyin, both ways', () => {
		const first = search('customers', { q: '客户 k', sort: 'name', size: 3 }).rows;
		expect(first.map(({ name }) => name)).toEqual(['客户 1', '客户 2', '客户 3']);
		const last = search('customers', { q: '客户 k', sort: 'name', descending: true, size: 1 }).rows;
		expect(last[0]?.name).toBe('客户 10000');
		// chén, lǐ, liú, ōu, sūn, wáng, zhào, zhōu
		expect(search('reps', { sort: 'name' }).rows.map(({ code }) => code)).toEqual([
			'r3',
			'r1',
			'r5',
			'r4',
			'r7',
			'r2',
			'r6',
			'r8'
		]);
	});

	test('[ADMIN-2] all words must occur, in name, code or owner, in any case', () => {
		expect(search('customers', { q: 'k00042' }).rows).toMatchObject([
			{ code: 'K00042', name: '客户 42', kind: 'retail', owner: { code: 'r3', name: '陈晓燕' } }
		]);
		const owned = search('customers', { q: '陈晓燕 K0000', size: 10 });
		expect(owned.rows.map(({ code }) => code)).toEqual(['K00002']);
		expect(search('customers', { q: '陈晓燕 王建国' }).total).toBe(0);
		// Nothing of a search is a pattern.
		for (const q of ['%', '_', '.*', '(', '\\']) expect(search('customers', { q }).total).toBe(0);
	});

	test('[ADMIN-2] a unit stands for itself and all below it', () => {
		const of = (unit: string) => search('customers', { unit, size: 1 }).total;
		expect(of('east')).toBe(of('t1') + of('t2'));
		expect(of('company')).toBe(of('east') + of('t3'));
		// Nobody's belong to no unit.
		expect(search('customers', {}).total - of('company')).toBe(COUNT / 100 + 1);
	});

	test('[ADMIN-3] a list within some units holds nothing else, whatever is searched for', () => {
		for (const query of [{}, { q: '客户' }, { unit: 'company' }, { kind: 'dealer' }])
			for (const { team } of search('customers', { ...query, within: ['t3'] }).rows)
				expect(team?.code).toBe('t3');
		expect(search('customers', { unit: 't1', within: ['t3'] }).total).toBe(0);
		expect(search('customers', { within: [] }).total).toBe(0);
		expect(search('reps', { within: ['east'] }).total).toBe(6);
	});

	test('whoever has left is found, but not offered any more', async () => {
		const left = { name: '周杰', team: 't3', until: '2026-10-31' };
		await local.app.directory.put('reps', 'r8', left, 'test');
		expect(search('reps', { q: '周杰' }).rows).toMatchObject([{ left: '2026-10-31' }]);
		expect(search('reps', { q: '周杰', present: true }).total).toBe(0);
		// Their customers still belong to the last team (ACCESS-4).
		expect(search('customers', { q: '周杰', within: ['t3'] }).total).toBeGreaterThan(1_000);
	});

	test('[ADMIN-5] the customers of whoever left go to another rep: all, each in the audit log', async () => {
		const { directory } = local.app;
		const codes = search('customers', { q: '周杰' }).rows.map(({ code }) => code);
		const handed = await directory.handOver(codes, 'r7', 'person:boss');
		expect(handed).toEqual({ ok: true, changed: codes.length });
		expect(search('customers', { q: '周杰' }).total).toBe(0);
		const { rows } = await local.pool.query(
			`SELECT subject, before, after FROM audit WHERE actor = 'person:boss' ORDER BY subject`
		);
		expect(rows).toHaveLength(codes.length);
		expect(rows[0]).toEqual({
			subject: codes[0],
			before: { name: expect.any(String), kind: expect.any(String), owner: 'r8' },
			after: { name: expect.any(String), kind: expect.any(String), owner: 'r7' }
		});
		expect(await directory.handOver(codes, 'r7', 'x')).toEqual({ ok: true, changed: 0 });
	});

	test('[ADMIN-5] or none: one code that is unknown stops them all', async () => {
		const { directory } = local.app;
		const before = directory.view('customers', 'K00001');
		for (const [codes, owner] of [
			[['K00001', 'nobody'], 'r7'],
			[['K00001'], 'nobody']
		] as const)
			expect((await directory.handOver(codes, owner, 'x')).ok).toBe(false);
		expect(directory.view('customers', 'K00001')).toEqual(before);
	});

	test('[ADMIN-4] a code in use is refused, also when this process has not heard of it yet', async () => {
		await local.pool.query(`INSERT INTO products (code, name) VALUES ('elsewhere', '别处')`);
		const made = await local.app.directory.create('products', 'elsewhere', { name: '这里' }, 'x');
		expect(made).toMatchObject({ ok: false, problems: [{ path: 'code', reason: 'code-in-use' }] });
		expect(local.app.directory.view('products', 'elsewhere')).toMatchObject({ name: '别处' });
	});

	test('the audit log keeps what a form left as it was', async () => {
		const put = (form: object) =>
			local.app.directory.put('metrics', 'sales', form as never, 'person:m');
		await put({ name: '销售额', kind: 'money', points: 2 });
		await put({ name: '业绩', kind: 'money' });
		const { rows } = await local.pool.query(
			`SELECT before, after FROM audit WHERE actor = 'person:m' ORDER BY id DESC LIMIT 1`
		);
		expect(rows[0]).toEqual({
			before: { name: '销售额', kind: 'money', points: 2, builtIn: true },
			after: { name: '业绩', kind: 'money', points: 2, builtIn: true }
		});
	});
});

describe('[ADMIN-3] the manager of the east', () => {
	let folder: Awaited<ReturnType<typeof makeDataFolder>>;
	let server: RealServer;
	let databaseUrl: string;
	let manager: Visitor;
	let administrator: Visitor;

	beforeAll(async () => {
		folder = await makeDataFolder();
		server = await startRealServer({ dataDir: folder.path, clockOffset: clock.offset });
		const key = await runKeyCommand({ DATA_DIR: folder.path }, 'create', 'test');
		await foundCompanyOver(
			createApi(() => server.url, key),
			'2026-11-01'
		);
		({ databaseUrl } = await databasesIn(folder.path));
		await makeAccount(
			{ DATA_DIR: folder.path },
			{ code: 'boss', name: '周敏', administrator: true },
			{ code: 'm-east', name: '沈国强', leads: ['east'] }
		);
		[administrator, manager] = await Promise.all([
			signIn(server.url, 'boss'),
			signIn(server.url, 'm-east')
		]);
	});

	afterAll(async () => {
		await server?.end();
		await folder?.remove();
	});

	const ownerOf = async (code: string) =>
		withPool(databaseUrl, async (pool) => {
			const { rows } = await pool.query<{ owner: string }>(
				`SELECT r.code AS owner FROM customers c LEFT JOIN reps r ON r.id = c.owner_id
				WHERE c.code = $1`,
				[code]
			);
			return rows[0]?.owner;
		});

	test('sees their own customers only; the administrator sees all', async () => {
		const mine = (await manager.get('/admin/customers')).text;
		expect(mine).toContain('苏州经销商');
		expect(mine).not.toContain('无锡经销商');
		expect(mine).not.toContain('零售客户</a>');
		const all = (await administrator.get('/admin/customers')).text;
		for (const [kind, , form] of DIRECTORY)
			if (kind === 'customers') expect(all).toContain(String(form.name));
	});

	test('finds their own reps only, wherever one is chosen', async () => {
		const found = async (by: Visitor, q = '') =>
			JSON.parse((await by.get(`/admin/find/reps?q=${encodeURIComponent(q)}`)).text).total;
		expect(await found(manager)).toBe(6);
		expect(await found(manager, '孙伟')).toBe(0);
		expect(await found(administrator, '孙伟')).toBe(1);
		expect((await manager.get('/admin/find/secrets')).status).toBe(404);
	});

	test.each(['/admin/products', '/admin/metrics/sales', '/admin/keys', '/admin/audit'])(
		'may not open %s',
		async (path) => expect((await manager.get(path)).status).toBe(403)
	);

	test('what is not theirs is refused alike, whether it exists or not', async () => {
		for (const code of ['d2', 'c1', 'no-such-customer']) {
			expect((await manager.get(`/admin/customers/${code}`)).status, code).toBe(403);
			const form = { name: '抢来的', kind: 'dealer', owner: 'r1' };
			const answer = await manager.post(`/admin/customers/${code}`, form);
			expect(answer.status, code).toBe(403);
		}
		expect(await ownerOf('d2')).toBe('r7');
	});

	test('gives nothing to a rep of another unit, and takes nothing from one', async () => {
		const give = { name: '苏州经销商', kind: 'dealer', owner: 'r7' };
		expect((await manager.post('/admin/customers/d1', give)).status).toBe(403);
		for (const fields of [
			{ owner: 'r7', customers: 'd1' },
			{ owner: 'r1', customers: 'd2' },
			{ owner: 'r1', customers: ['d1', 'd2'] }
		])
			expect((await manager.post('/admin/customers?/handOver', fields)).status).toBe(403);
		expect(await ownerOf('d1')).toBe('r1');
		expect(await ownerOf('d2')).toBe('r7');
	});

	test('"all that the search finds" are their own', async () => {
		const all = { owner: 'r4', found: 'true' };
		expect((await manager.post('/admin/customers?/handOver', all)).status).toBe(200);
		expect(await ownerOf('d1')).toBe('r4');
		expect(await ownerOf('d2')).toBe('r7');
		expect(await ownerOf('c1')).toBeNull();
	});

	test('[ADMIN-4] must say whose a new customer is', async () => {
		const form = { code: 'n1', name: '新店', kind: 'dealer', owner: '' };
		const refused = await manager.post('/admin/customers/new', form);
		expect(refused.status).toBe(422);
		expect(refused.text).toContain('请选择负责人');
		expect(await ownerOf('n1')).toBeUndefined();
		const made = await manager.post('/admin/customers/new', { ...form, owner: 'r2' });
		expect([made.status, made.headers.get('location')]).toEqual([303, '/admin/customers/n1']);
		expect(await ownerOf('n1')).toBe('r2');
	});

	test('may not leave a customer without an owner, who would be out of their sight', async () => {
		const form = { name: '新店', kind: 'dealer', owner: '' };
		expect((await manager.post('/admin/customers/n1', form)).status).toBe(422);
		expect((await administrator.post('/admin/customers/n1', form)).status).toBe(200);
		expect(await ownerOf('n1')).toBeNull();
	});

	test('takes along their own only', async () => {
		const taken = (await manager.get('/admin/export/customers.csv')).text;
		expect(taken).toContain('苏州经销商');
		expect(taken).not.toContain('无锡经销商');
		expect((await manager.get('/admin/export/audit.csv')).status).toBe(403);
		expect((await manager.get('/admin/export/keys.xlsx')).status).toBe(403);
		expect((await manager.get('/admin/export/accounts.csv')).status).toBe(404);
		expect((await manager.get('/admin/export/__proto__.csv')).status).toBe(404);
	});
});
