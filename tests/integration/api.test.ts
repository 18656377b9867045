/** API v1 of a real server, as somebody else's system meets it. */
import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPidFile } from '../../server/embedded/processes.ts';
import { operations } from '../../src/lib/api/operations.ts';
import type { Operation } from '../../src/lib/api/operations.ts';
import { createApi, foundCompanyOver, runKeyCommand } from '../support/api.ts';
import type { Answer, Api } from '../support/api.ts';
import { REPS, sale } from '../support/company.ts';
import { makeDataFolder } from '../support/databases.ts';
import { freeze } from '../support/freeze.ts';
import { startRealServer } from '../support/real-server.ts';
import type { RealServer } from '../support/real-server.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';

const ROUTES = fileURLToPath(new URL('../../src/routes/api/v1', import.meta.url));
const clock = shiftedClock(MONDAY_MORNING);

let folder: Awaited<ReturnType<typeof makeDataFolder>>;
let server: RealServer;
let key: string;
let api: Api;
const url = () => server.url;
const nobody = createApi(url);

const runKey = (...args: string[]) => runKeyCommand({ DATA_DIR: folder.path }, ...args);
const keyId = (of: string) => of.split('.')[0]!;

beforeAll(async () => {
	folder = await makeDataFolder();
	server = await startRealServer({ dataDir: folder.path, clockOffset: clock.offset });
	key = await runKey('create', 'api test');
	api = createApi(url, key);
	await until(async () => (await api('GET', '/units')).status === 200);
	await foundCompanyOver(api, '2026-11-01');
});

afterAll(async () => {
	await server?.end();
	await folder?.remove();
});

const post = (form: unknown, headers = {}) => api('POST', '/entries', form, headers);
const aSale = (more = {}) => ({ ...sale('r1', 1_28_00, { at: clock() }), ...more });

/** [API-5] The shape of every refusal. */
function expectProblem(answer: Answer, status: number, reason?: string): void {
	expect(answer.status).toBe(status);
	expect(answer.headers.get('content-type')).toBe('application/problem+json');
	expect(answer.body).toMatchObject({ status, title: expect.any(String) });
	expect(answer.body.type).toMatch(/^urn:longhubang:problem:[a-z-]+$/);
	expect(answer.body.detail).toEqual(expect.any(String));
	if (reason !== undefined) expect(answer.body.type).toBe(`urn:longhubang:problem:${reason}`);
}

describe('[API-1] the document', () => {
	interface Document {
		openapi: string;
		paths: Record<
			string,
			Record<
				string,
				{ operationId: string; parameters?: { name: string; in: string }[]; responses: object }
			>
		>;
		components: object;
	}
	let document: Document;
	const calls = () =>
		Object.entries(document.paths).flatMap(([path, methods]) =>
			Object.entries(methods).map(([method, call]) => ({ path, method, call }))
		);

	beforeAll(async () => {
		const { status, body } = await nobody('GET', '/openapi.json');
		expect(status).toBe(200);
		document = body;
	});

	test('knows every method of every route, and nothing else', async () => {
		const files = (await readdir(ROUTES, { recursive: true })).filter((name) =>
			name.endsWith('+server.ts')
		);
		const routes: string[] = [];
		for (const file of files) {
			const path = `/${relative('.', file).replace(/\/?\+server\.ts$/, '')}`;
			if (path === '/[...path]') continue;
			const text = await readFile(join(ROUTES, file), 'utf8');
			for (const [, method] of text.matchAll(/^export const ([A-Z]+)\b/gm))
				routes.push(`${method} ${path.replaceAll('[', '{').replaceAll(']', '}')}`);
		}
		expect(routes.length).toBeGreaterThan(15);
		expect(
			calls()
				.map(({ path, method }) => `${method.toUpperCase()} ${path}`)
				.sort()
		).toEqual(routes.sort());
	});

	test('is OpenAPI 3.1: ids are unique, references lead somewhere, path parameters are described', () => {
		expect(document.openapi).toMatch(/^3\.1\./);
		const ids = calls().map(({ call }) => call.operationId);
		expect(new Set(ids).size).toBe(ids.length);
		const text = JSON.stringify(document);
		const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
		expect(references.length).toBeGreaterThan(20);
		for (const reference of references) {
			const target = reference
				.split('/')
				.reduce<unknown>(
					(at, name) => (at as Record<string, unknown> | undefined)?.[name],
					document
				);
			expect(target, reference).toBeDefined();
		}
		for (const { path, call } of calls()) {
			const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
			const described = (call.parameters ?? []).filter((p) => p.in === 'path').map((p) => p.name);
			expect(described).toEqual(named);
			expect(Object.keys(call.responses)).toContain('default');
		}
	});
});

describe('[API-2] without a key in force', () => {
	const at = ({ path }: Operation) => path.replace('{code}', 'r1').replace('{id}', '1');
	const refused = operations.filter(({ action }) => action !== 'site.enter');

	test.each(refused.map((operation) => [operation.id, operation] as const))(
		'%s answers 401',
		async (_, operation) => {
			const body = operation.method === 'get' ? undefined : {};
			for (const caller of [
				nobody,
				createApi(url, 'nobody.nothing'),
				createApi(url, `${keyId(key)}.wrong`)
			]) {
				const answer = await caller(operation.method.toUpperCase(), at(operation), body);
				expectProblem(answer, 401, 'key-required');
				expect(answer.headers.get('www-authenticate')).toBe('Bearer');
			}
		}
	);

	test('health and this document are there for everybody', async () => {
		for (const path of ['/health', '/openapi.json'])
			expect((await nobody('GET', path)).status).toBe(200);
	});
});

describe('[ACCESS-2] a key', () => {
	test('is made, listed and put out of force while the server runs', async () => {
		const made = await runKey('create', 'for', 'a', 'while');
		expect(made).toMatch(/^[0-9a-f]{12}\.[\w-]{32}$/);
		const caller = createApi(url, made);
		await until(async () => (await caller('GET', '/entries')).status === 200);
		expect(await runKey('list')).toMatch(new RegExp(`${keyId(made)} .* in force +for a while`));
		expect(await runKey('list')).not.toContain(made.split('.')[1]);

		await runKey('revoke', keyId(made));
		await until(async () => (await caller('GET', '/entries')).status === 401, { within: 2_000 });
		expect(await runKey('list')).toMatch(new RegExp(`${keyId(made)} .* revoked .* for a while`));
		await expect(runKey('revoke', keyId(made))).rejects.toThrow(/No key in force/);
		expect((await api('GET', '/entries')).status).toBe(200);
	});

	test('is read whatever the case of “Bearer”', async () => {
		for (const authorization of [`bearer ${key}`, `BEARER ${key}`])
			expect((await nobody('GET', '/entries', undefined, { authorization })).status).toBe(200);
	});
});

describe('[API-5] a refusal is a problem document:', () => {
	test('404 of a call that does not exist', async () => {
		expectProblem(await api('GET', '/nothing/here'), 404, 'unknown-call');
		expectProblem(await api('POST', '/', {}), 404, 'unknown-call');
	});

	test('404 of a code and of an entry that do not exist', async () => {
		expectProblem(await api('GET', '/reps/nobody'), 404, 'unknown-code');
		expectProblem(
			await api('POST', '/entries/99999999/reversal', { reason: 'x' }),
			404,
			'unknown-entry'
		);
	});

	test.each(['DELETE', 'PATCH', 'POST'])(
		'405 of %s on a subject, with what is allowed',
		async (method) => {
			const answer = await api(method, '/reps/r1', method === 'DELETE' ? undefined : {});
			expectProblem(answer, 405, 'method-not-allowed');
			expect(answer.headers.get('allow')).toMatch(/GET/);
			expect(answer.headers.get('allow')).toMatch(/PUT/);
		}
	);

	test('415 of a body that does not say it is JSON', async () => {
		for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/csv'])
			expectProblem(await post('{}', { 'content-type': type }), 415, 'not-json');
	});

	test('400 of a body that is not JSON', async () => {
		for (const body of ['', '{', '{"a":}', 'null null'])
			expectProblem(await post(body), 400, 'malformed-json');
	});

	test.each([
		['announced', true],
		['not announced', false]
	])('[API-6] 413 of a body of 5 MB, its length %s', async (_, announced) => {
		const body = Buffer.alloc(5 * 1024 * 1024, ' ');
		const answer = await new Promise<{ status: number; type: string }>((resolve, reject) => {
			const call = request(`${url()}/api/v1/entries`, {
				method: 'POST',
				headers: {
					authorization: `Bearer ${key}`,
					'content-type': 'application/json',
					...(announced ? { 'content-length': body.length } : { 'transfer-encoding': 'chunked' })
				}
			});
			call.on('response', (response) => {
				resolve({ status: response.statusCode!, type: response.headers['content-type']! });
				response.resume();
				call.destroy();
			});
			call.on('error', reject);
			call.end(body);
		});
		expect(answer).toEqual({ status: 413, type: 'application/problem+json' });
	});

	test('422 names each field, its value and the remedy', async () => {
		const answer = await post({
			...aSale(),
			amount: 12.5,
			metric: 'nothing/such',
			occurredAt: 'yesterday',
			extra: 1
		});
		expectProblem(answer, 422, 'invalid-input');
		const errors: { path: string; message: string; value?: unknown }[] = answer.body.errors;
		expect(errors.map(({ path }) => path).sort()).toEqual(['', 'amount', 'metric', 'occurredAt']);
		expect(errors.find(({ path }) => path === 'amount')!.value).toBe(12.5);
		for (const { message } of errors) expect(message).not.toMatch(/^[a-z-]+$/);
	});

	test.each<[string, object, string, RegExp]>([
		['an unknown rep', { rep: 'nobody' }, 'rep', /nobody/],
		['an unknown metric', { metric: 'nothing' }, 'metric', /nothing/],
		['an unknown customer', { customer: 'nobody' }, 'customer', /nobody/],
		['an unknown product', { product: 'nothing' }, 'product', /nothing/],
		['a negative sale', { amount: -1 }, 'amount', /-1/],
		['a positive return', { kind: 'return' }, 'amount', /12800/],
		['tomorrow', { occurredAt: '2026-11-24T00:00:00+08:00' }, 'occurredAt', /2026-11-24/],
		['rep and credits', { credits: [{ rep: 'r1', share: 100 }] }, 'rep', /exactly one/],
		[
			'shares that do not sum',
			{ rep: undefined, credits: [{ rep: 'r1', share: 99 }] },
			'credits',
			/100/
		],
		['a reserved source', { source: 'reversal' }, 'source', /reversal/]
	])('422 of %s', async (_, change, path, message) => {
		const answer = await post(aSale(change), { 'accept-language': 'en' });
		expectProblem(answer, 422, 'invalid-input');
		expect(answer.body.errors).toMatchObject([{ path }]);
		expect(answer.body.errors[0].message).toMatch(message);
	});

	test('422 of what a query asks for', async () => {
		for (const path of [
			'/reps?limit=0',
			'/reps?limit=abc',
			'/entries?after=-1',
			'/leaderboards?measure=luck',
			'/leaderboards?metric=nothing',
			'/leaderboards?unit=nowhere',
			'/leaderboards?around=nobody',
			'/leaderboards?level=dealer&around=nobody',
			'/leaderboards?date=2026-02-30',
			'/progress?kind=rep&code=nobody',
			'/progress?kind=rep'
		]) {
			const answer = await api('GET', path);
			expectProblem(answer, 422, 'invalid-input');
			expect(answer.body.errors[0].message, path).not.toMatch(/^[a-z-]+$/);
		}
	});

	test('in Chinese and in English, by Accept-Language', async () => {
		const ask = async (language: string) =>
			(await post(aSale({ rep: 'nobody' }), { 'accept-language': language })).body;
		const [zh, en] = [await ask('zh-CN,zh;q=0.9,en;q=0.8'), await ask('en-GB')];
		for (const text of [zh.detail, zh.errors[0].message]) expect(text).toMatch(/\p{Script=Han}/u);
		for (const text of [en.detail, en.errors[0].message])
			expect(text).not.toMatch(/\p{Script=Han}/u);
		expect(await ask('fr, zh;q=0.5')).toEqual(zh);
		expect(await ask('')).toEqual(zh);
	});
});

describe('[API-3] an entry', () => {
	test('is answered 201, then 200 with the first result, then 409 for other content', async () => {
		const form = aSale({ customer: 'd1', product: 'p1', quantity: 2, note: '首单' });
		const first = await post(form);
		expect(first.status).toBe(201);
		expect(first.body).toMatchObject({
			externalId: form.externalId,
			amount: 1_28_00,
			credits: [{ rep: 'r1', team: 't1', share: 100, amount: 1_28_00 }],
			customer: 'd1',
			product: 'p1',
			quantity: 2,
			businessDate: '2026-11-23',
			recordedBy: `key:${keyId(key)}`,
			replayed: false
		});
		const again = await post(form);
		expect(again.status).toBe(200);
		expect(again.body).toEqual({ ...first.body, replayed: true });
		const other = await post({ ...form, amount: 1 });
		expectProblem(other, 409, 'external-id-taken');
		expect(other.body.detail).toContain(String(first.body.id));
	});

	test('of several reps is answered the same when it is sent again in another order', async () => {
		const credits = [
			{ rep: 'r1', share: 33.33 },
			{ rep: 'r4', share: 66.67 }
		];
		const { rep: _, ...form } = aSale({ amount: 100_01 });
		const first = await post({ ...form, credits });
		const again = await post({ ...form, credits: credits.toReversed() });
		expect(again.body).toEqual({ ...first.body, replayed: true });
		expect(
			first.body.credits.reduce((sum: number, c: { amount: number }) => sum + c.amount, 0)
		).toBe(100_01);
	});

	test('in an array: 207, each line on its own, in order', async () => {
		const known = aSale();
		await post(known);
		const lines = [
			aSale(),
			known,
			{ ...known, amount: 7 },
			{ nonsense: true },
			aSale({ rep: 'nobody' }),
			null,
			5,
			aSale()
		];
		const { status, body } = await post(lines);
		expect(status).toBe(207);
		expect(body.results.map((result: { status: number }) => result.status)).toEqual([
			201, 200, 409, 422, 422, 422, 422, 201
		]);
		for (const result of body.results)
			if (result.status >= 400) expect(result.problem).toMatchObject({ status: result.status });
			else expect(result.entry.replayed).toBe(result.status === 200);
	});

	test('the same line twice in one array is recorded once', async () => {
		const form = aSale();
		const { body } = await post([form, form, form]);
		expect(body.results.map((result: { status: number }) => result.status)).toEqual([
			201, 200, 200
		]);
		expect(
			new Set(body.results.map((result: { entry: { id: number } }) => result.entry.id)).size
		).toBe(1);
	});

	test('in an array of none, or of more than a thousand, is refused as a whole', async () => {
		for (const count of [0, 1_001])
			expectProblem(
				await post(Array.from({ length: count }, () => aSale())),
				422,
				'entries-per-request'
			);
	});

	test('a thousand in one request are recorded', async () => {
		const { status, body } = await post(
			Array.from({ length: 1_000 }, (_, i) => aSale({ rep: REPS[i % 8] }))
		);
		expect(status).toBe(207);
		expect(body.results.every((result: { status: number }) => result.status === 201)).toBe(true);
	});

	test('is taken back once: 201, then 200 with the first reversal; a reversal itself never', async () => {
		const { body: entry } = await post(aSale());
		const first = await api('POST', `/entries/${entry.id}/reversal`, { reason: '客户取消' });
		expect(first.status).toBe(201);
		expect(first.body).toMatchObject({
			kind: 'reversal',
			amount: -1_28_00,
			reverses: entry.id,
			note: '客户取消'
		});
		const again = await api('POST', `/entries/${entry.id}/reversal`, { reason: 'again' });
		expect(again.status).toBe(200);
		expect(again.body).toEqual({ ...first.body, replayed: true });
		const twice = await api('POST', `/entries/${first.body.id}/reversal`, { reason: 'x' });
		expectProblem(twice, 409, 'reversal-of-reversal');
	});
});

describe('a list', () => {
	test('of entries is read page by page, without a gap or a repetition', async () => {
		const ids: number[] = [];
		for (let after = 0; ;) {
			const { body } = await api('GET', `/entries?after=${after}&limit=137`);
			ids.push(...body.entries.map(({ id }: { id: number }) => id));
			if (body.next === after) break;
			after = body.next;
		}
		expect(ids.length).toBeGreaterThan(1_000);
		expect(ids).toEqual(ids.map((_, i) => i + 1));
	});

	test('of subjects is read page by page in order of code', async () => {
		const codes: string[] = [];
		for (let after = ''; ;) {
			const { body } = await api('GET', `/reps?limit=3${after && `&after=${after}`}`);
			codes.push(...body.items.map(({ code }: { code: string }) => code));
			if (body.next === undefined) break;
			after = body.next;
		}
		expect(codes).toEqual(REPS);
	});
});

describe('[DIR-2] a subject', () => {
	test('is created with 201, put again with 200, read as it was put', async () => {
		const form = { name: '新客户', kind: 'dealer', owner: 'r2' };
		expect((await api('PUT', '/customers/N 1', form)).status).toBe(201);
		const again = await api('PUT', '/customers/N%201', form);
		expect(again).toMatchObject({ status: 200, body: { code: 'N 1', ...form } });
		expect((await api('GET', '/customers/N%201')).body).toEqual(again.body);
	});

	test.each([
		['/units/x', { name: 'x', kind: 'team' }, 'parent'],
		['/units/x', { name: 'x', kind: 'team', parent: 'nowhere' }, 'parent'],
		['/units/x', { name: 'x', kind: 'company' }, 'kind'],
		['/units/t1', { name: 'x', kind: 'region', parent: 'company' }, 'kind'],
		['/units/x', { name: 'x', kind: 'region', parent: 't1' }, 'parent'],
		['/reps/x', { name: 'x', team: 'east' }, 'team'],
		['/reps/x', { name: 'x', until: '2026-11-01' }, 'team'],
		['/reps/r1', { name: 'x', team: 't1', since: '2026-11-10', until: '2026-11-01' }, 'until'],
		['/customers/x', { name: 'x', kind: 'dealer', owner: 'nobody' }, 'owner'],
		['/metrics/sales', { name: 'x', kind: 'count' }, 'kind'],
		['/metrics/x', { name: 'x', kind: 'money', points: 0.00001 }, 'points'],
		['/products/x', { name: '' }, 'name'],
		['/products/x', { name: 'x', colour: 'red' }, '']
	])('PUT %s %o is refused at %j', async (path, form, field) => {
		const answer = await api('PUT', path, form);
		expectProblem(answer, 422, 'invalid-input');
		expect(answer.body.errors[0].path).toBe(field);
	});

	test('[TARGET-3] targets are set all or none, and each fault is named by its line', async () => {
		const target = (code: string, start = '2026-11-01') => ({
			metric: 'sales',
			period: { unit: 'month', start },
			subject: { kind: 'rep', code },
			amount: 4_242
		});
		const answer = await api('PUT', '/targets', [
			target('r1'),
			target('nobody'),
			target('r2', '2026-11-02')
		]);
		expectProblem(answer, 422, 'invalid-input');
		expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
			'1.subject.code',
			'2.period.start'
		]);
		const { body } = await api('GET', '/progress?kind=rep&code=r1');
		expect(body.target).not.toBe(4_242);
		expect((await api('PUT', '/targets', target('r1'))).body).toEqual({ set: 1, unchanged: 0 });
		expect((await api('PUT', '/targets', target('r1'))).body).toEqual({ set: 0, unchanged: 1 });
		expect((await api('GET', '/progress?kind=rep&code=r1')).body.target).toBe(4_242);
	});
});

describe('an answer is what the document says', () => {
	const asked: [string, string][] = [
		...['units', 'reps', 'customers', 'products', 'metrics'].map((kind): [string, string] => [
			`/${kind}`,
			`/${kind}`
		]),
		['/units/{code}', '/units/t1'],
		['/reps/{code}', '/reps/r1'],
		['/customers/{code}', '/customers/d1'],
		['/products/{code}', '/products/p1'],
		['/metrics/{code}', '/metrics/sales'],
		['/entries', '/entries?limit=50'],
		['/health', '/health'],
		...['total', 'attainment', 'growth', 'gap', 'points'].flatMap((measure) =>
			['rep', 'team', 'region', 'dealer', 'product'].map((level): [string, string] => [
				'/leaderboards',
				`/leaderboards?measure=${measure}&level=${level}&period=${measure === 'gap' ? 'quarter' : 'month'}`
			])
		),
		['/leaderboards', '/leaderboards?unit=east&around=r2&top=3'],
		...['day', 'week', 'month', 'quarter', 'year'].flatMap((period) =>
			[
				'kind=unit&code=company',
				'kind=rep&code=r1',
				'kind=dealer&code=d1',
				'kind=product&code=p2'
			].map((subject): [string, string] => ['/progress', `/progress?${subject}&period=${period}`])
		),
		['/progress', '/progress?kind=unit&code=company&date=2026-10-31'],
		['/progress', '/progress?kind=unit&code=company&date=2027-05-01']
	];

	test.each(asked)('%s: %s', async (path, at) => {
		const { schema } = operations.find((o) => o.path === path && o.method === 'get')!.answers[200]!;
		const { status, body } = await api('GET', at);
		expect(status).toBe(200);
		// Parsing leaves out what the schema does not know: nothing may be missing afterwards.
		expect(schema.parse(body)).toEqual(body);
	});

	test('progress and leaderboards agree with the ledger', async () => {
		const { body: ledger } = await api('GET', '/entries?limit=10000');
		const sums = new Map<string, number>(REPS.map((code) => [code, 0]));
		for (const entry of ledger.entries)
			for (const { rep, amount } of entry.credits) sums.set(rep, sums.get(rep)! + amount);
		const { body: board } = await api('GET', '/leaderboards?top=100');
		for (const { subject, value } of board.standings) expect(value).toBe(sums.get(subject.code));
		const { body: company } = await api('GET', '/progress?kind=unit&code=company');
		expect(company.value).toBe([...sums.values()].reduce((a, b) => a + b, 0));
	});
});

describe('[API-7] health', () => {
	test('is 200 while Redis hangs, and says so; leaderboards answer 503 until it is back', async () => {
		const goOn = await freeze((await readPidFile(`${folder.path}/redis.pid`))!);
		try {
			await until(async () => {
				const { status, body } = await nobody('GET', '/health');
				expect(status).toBe(200);
				expect(body.dependencies.redis.ok).toBe(false);
			});
			expect((await post(aSale())).status).toBe(201);
			await until(async () =>
				expectProblem(await api('GET', '/leaderboards'), 503, 'rankings-away')
			);
			expect((await api('GET', '/leaderboards')).headers.get('retry-after')).toBe('2');
		} finally {
			goOn();
		}
		await until(async () => (await api('GET', '/leaderboards')).status === 200);
		await until(async () => (await nobody('GET', '/health')).body.dependencies.rankings.ok);
	});

	test('is 503 while PostgreSQL hangs, and 200 again afterwards', async () => {
		const goOn = await freeze((await readPidFile(`${folder.path}/postgres.pid`))!);
		try {
			const { status, body } = await nobody('GET', '/health');
			expect(status).toBe(503);
			expect(body).toMatchObject({ ready: false, dependencies: { database: { ok: false } } });
			const { schema } = operations.find(({ id }) => id === 'getHealth')!.answers[503]!;
			expect(schema.parse(body)).toEqual(body);
		} finally {
			goOn();
		}
		await until(async () => (await nobody('GET', '/health')).status === 200);
		expect((await post(aSale())).status).toBe(201);
	});
});
