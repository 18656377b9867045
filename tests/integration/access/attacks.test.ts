/** What somebody tries who wants more than they may have. */
import { createHash, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PLACES } from '../../../src/lib/access/places.ts';
import { createApi } from '../../support/api.ts';
import { sale } from '../../support/company.ts';
import { PASSWORD } from '../../support/people.ts';
import type { Visitor } from '../../support/visitor.ts';
import { MONDAY_MORNING, shiftedClock } from '../../support/shifted-clock.ts';
import { gatherCrowd } from './crowd.ts';
import type { Crowd, Member } from './crowd.ts';

const clock = shiftedClock(MONDAY_MORNING);
let crowd: Crowd;

beforeAll(async () => {
	crowd = await gatherCrowd({ monthStart: '2026-11-01', clockOffset: clock.offset });
}, 120_000);
afterAll(() => crowd?.close());

const cookieOf = ({ cookies }: Visitor): string =>
	[...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

/** The API as a page of the site calls it for somebody who is signed in. */
const as = (member: Member, headers: Record<string, string> = {}) => {
	const api = createApi(() => crowd.url);
	return (method: string, path: string, body?: unknown) =>
		api(method, path, body, {
			cookie: cookieOf(crowd.visitors[member]),
			origin: crowd.url,
			...headers
		});
};

const target = (code: string, amount: number) => ({
	metric: 'sales',
	period: { unit: 'month', start: '2026-11-01' },
	subject: { kind: 'rep', code },
	amount
});

describe('[ACCESS-4] another unit’s ids in bodies', () => {
	test.each([
		['take over another unit’s rep', '/reps/r7', { name: '孙伟', team: 't1' }],
		['give one’s own rep away', '/reps/r1', { name: '李娜', team: 't3' }],
		['rename another unit’s rep', '/reps/r7', { name: '孙大伟' }],
		['make a rep in another unit', '/reps/new', { name: '新人', team: 't3' }],
		['make a rep in no unit', '/reps/new', { name: '新人' }],
		['hang a team elsewhere', '/units/t1', { name: '一队', kind: 'team', parent: 'company' }],
		['take a team over', '/units/t3', { name: '三队', kind: 'team', parent: 'east' }],
		['take a dealer over', '/customers/d2', { name: '无锡经销商', kind: 'dealer', owner: 'r1' }],
		['give a dealer away', '/customers/d1', { name: '苏州经销商', kind: 'dealer', owner: 'r7' }]
	])('a manager cannot %s', async (_, path, form) => {
		const before = await crowd.api('GET', path);
		expect((await as('manager')('PUT', path, form)).status).toBe(403);
		const after = await crowd.api('GET', path);
		expect(after).toMatchObject({ status: before.status, body: before.body });
	});

	test('[ACCESS-8] one foreign target refuses the whole list', async () => {
		const before = (await crowd.api('GET', '/progress?kind=rep&code=r1')).body;
		const list = [target('r1', 99_000_000), target('r7', 99_000_000)];
		expect((await as('manager')('PUT', '/targets', list)).status).toBe(403);
		const after = (await crowd.api('GET', '/progress?kind=rep&code=r1')).body;
		expect(after.month?.target ?? after.target).toEqual(before.month?.target ?? before.target);
	});

	test('[RECORD-2] a rep books for nobody else: not in a list, not by shares, not as an assist', async () => {
		const at = clock();
		const own = sale('r1', 100, { at });
		const foreign = sale('r2', 100, { at });
		const { rep: _, ...open } = sale('r1', 100, { at });
		const shared = {
			...open,
			credits: [
				{ rep: 'r1', share: 50 },
				{ rep: 'r2', share: 50 }
			]
		};
		const assisted = { ...sale('r1', 100, { at }), overlays: [{ rep: 'r2', share: 10 }] };
		const { status, body } = await as('rep')('POST', '/entries', [own, foreign, shared, assisted]);
		expect(status).toBe(207);
		expect(body.results.map((result: { status: number }) => result.status)).toEqual([
			201, 403, 403, 403
		]);
		expect((await as('rep')('POST', '/entries', foreign)).status).toBe(403);
	});

	test('[ACCESS-8] lists hold one’s own only', async () => {
		const codes = async (member: Member, kind: string) =>
			(await as(member)('GET', `/${kind}`)).body.items.map((item: { code: string }) => item.code);
		expect(await codes('manager', 'reps')).toEqual(['r1', 'r2', 'r3', 'r4', 'r5', 'r6']);
		expect(await codes('manager', 'customers')).toEqual(['d1']);
		expect(await codes('rep', 'reps')).toEqual(['r1']);
		expect(await codes('rep', 'customers')).toEqual(['d1']);
	});
});

test('[MEDIA-3] a picture is read by its contents’ name, and runs nothing', async () => {
	const png = Buffer.from('89504e470d0a1a0a00', 'hex');
	const form = new FormData();
	form.set('kind', 'photo');
	form.set('file', new Blob([png], { type: 'image/png' }), 'me.png');
	const headers = { cookie: cookieOf(crowd.visitors.rep), origin: crowd.url };
	const put = await fetch(`${crowd.url}/account?/media`, { method: 'POST', headers, body: form });
	expect(put.status).toBeLessThan(400);
	const address = `/media/${createHash('sha256').update(png).digest('hex').slice(0, 40)}`;
	const read = await fetch(crowd.url + address, { headers });
	expect(Buffer.from(await read.arrayBuffer())).toEqual(png);
	expect(read.headers.get('content-type')).toBe('image/png');
	expect(read.headers.get('content-security-policy')).toContain('sandbox');
	expect(read.headers.get('x-content-type-options')).toBe('nosniff');
	expect((await fetch(`${crowd.url}/media/${'0'.repeat(40)}`, { headers })).status).toBe(404);
});

describe('[ACCESS-5] requests from another site', () => {
	const port = () => Number(new URL(crowd.url).port);
	const origins = () => [
		'http://evil.example',
		'null',
		// Cookies know no ports: another program on the same machine is another site all the same.
		`http://127.0.0.1:${port() + 1}`,
		`https://127.0.0.1:${port()}`
	];

	test('a form action', async () => {
		for (const origin of origins()) {
			const answer = await crowd.visitors.administrator.post('/logout', {}, { origin });
			expect(answer.status, origin).toBe(403);
		}
		expect((await crowd.visitors.administrator.get('/admin')).status).toBe(200);
	});

	test('a call of the API by somebody’s cookie, also as plain text, which needs no preflight', async () => {
		for (const origin of origins())
			for (const type of ['application/json', 'text/plain']) {
				const call = as('administrator', { origin, 'content-type': type });
				const { status } = await call('PUT', '/products/evil', { name: '不该存在' });
				expect(status, `${origin} ${type}`).toBe(403);
			}
		expect((await crowd.api('GET', '/products/evil')).status).toBe(404);
	});

	test('the session’s cookie is out of reach for scripts and other sites', async () => {
		const visitor = await crowd.signedIn('rep');
		const answer = await visitor.submit('/login', { login: 'r1', password: PASSWORD });
		const cookie = answer.headers.getSetCookie().find((set) => set.startsWith('lhb_session='))!;
		expect(cookie).toMatch(/; HttpOnly/i);
		expect(cookie).toMatch(/; SameSite=Lax/i);
		expect(cookie).toMatch(/; Path=\//i);
	});

	test('pages are framed by nobody else and run no scripts but their own', async () => {
		const { headers } = await crowd.visitors.administrator.get('/admin');
		const policy = headers.get('content-security-policy')!;
		expect(policy).toContain("default-src 'self'");
		expect(policy).toContain("frame-ancestors 'self'");
		expect(policy).toContain("object-src 'none'");
		expect(policy).not.toMatch(/script-src[^;]*unsafe/);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('referrer-policy')).toBe('same-origin');
	});
});

/** Sends `bytes` to an address, as fast as they are taken; gives the status, or `cut` when the server hangs up. */
function pour(path: string, headers: Record<string, string | number>, bytes: number) {
	return new Promise<number | 'cut'>((resolve) => {
		const to = request(`${crowd.url}${path}`, { method: 'POST', headers }, (response) => {
			response.resume();
			resolve(response.statusCode!);
			to.destroy();
		});
		to.on('error', () => resolve('cut'));
		const chunk = Buffer.alloc(64 * 1024, 'a');
		let sent = 0;
		const write = () => {
			while (sent < bytes) {
				sent += chunk.length;
				if (!to.write(chunk)) return void to.once('drain', write);
			}
			to.end();
		};
		write();
	});
}

describe('[ACCESS-9] a body of 50 MB', () => {
	const SIZE = 50 * 1024 * 1024;
	const form = { 'content-type': 'application/x-www-form-urlencoded' };

	test.each([
		['a form that says how long it is', '/login', { ...form, 'content-length': SIZE }],
		['a form that does not', '/login', { ...form, 'transfer-encoding': 'chunked' }],
		['JSON', '/api/v1/entries', { 'content-type': 'application/json', 'content-length': SIZE }],
		[
			'JSON in chunks',
			'/api/v1/entries',
			{ 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
		]
	])('%s is refused, and the server goes on', async (_, path, headers) => {
		const authorization = `Bearer ${crowd.keys.entries}`;
		const answer = await pour(path, { origin: crowd.url, authorization, ...headers }, SIZE);
		expect([413, 'cut']).toContain(answer);
		expect((await crowd.api('GET', '/health')).status).toBe(200);
	});

	test('a form that says less than it sends is cut off where it said it would end', async () => {
		const { hostname, port } = new URL(crowd.url);
		const socket = connect(Number(port), hostname);
		socket.on('error', () => {});
		socket.write(
			`POST /login HTTP/1.1\r\nhost: ${hostname}:${port}\r\norigin: ${crowd.url}\r\n` +
				'content-type: application/x-www-form-urlencoded\r\ncontent-length: 10\r\n\r\n' +
				'login=a&password=b'
		);
		await new Promise((resolve) => socket.once('data', resolve).once('close', resolve));
		socket.destroy();
		expect((await crowd.api('GET', '/health')).status).toBe(200);
	});
});

describe('[ACCESS-10] what nobody means is answered, and with no error of ours:', () => {
	const NUL = '李\u0000娜';

	test('a character that no text of the record holds, beside its field', async () => {
		const entry = sale('r1', 100_00, { at: clock(), note: NUL });
		expect(await as('administrator')('POST', '/entries', entry)).toMatchObject({
			status: 422,
			body: { errors: [{ path: 'note' }] }
		});
		const command = { id: randomUUID(), what: 'call.made', rep: 'r1', note: NUL };
		const { administrator, public: nobody } = crowd.visitors;
		const said = await fetch(`${crowd.url}/process/commands`, {
			method: 'POST',
			headers: {
				cookie: cookieOf(administrator),
				origin: crowd.url,
				'content-type': 'application/json'
			},
			body: JSON.stringify(command)
		});
		expect([said.status, await said.json()]).toMatchObject([
			422,
			{ problems: [{ path: 'note', reason: 'control-character' }] }
		]);
		const signIn = await nobody.submit('/login', { login: NUL, password: PASSWORD });
		expect(signIn).toMatchObject({ status: 422, kind: 'failure' });
		const reopen = { month: '2026-08', reason: NUL };
		expect(await administrator.submit('/admin/periods?/reopen', reopen)).toMatchObject({
			status: 422,
			kind: 'failure'
		});
	});

	/** All that our pages read from their addresses. */
	const READ =
		`q page sort unit role state kind codes rep year from to before what day date metric subject at board lang
		paired code month list refused period version`.split(/\s+/);
	const STRANGE = [
		NUL,
		'-1',
		'9'.repeat(40),
		'1e9',
		'NaN',
		'__proto__',
		'constructor',
		'9999-12-31',
		'0000-00-00',
		'2026-02-30',
		'-271821-04-20',
		`'">%_\\`,
		'x'.repeat(2_000)
	];
	const pages = Object.entries(PLACES).flatMap(([route, doors]) =>
		'load' in doors ? [route] : []
	);

	test.each(STRANGE)('%s in every address', async (strange) => {
		const query = new URLSearchParams(READ.map((name) => [name, strange]));
		const failed: string[] = [];
		for (const route of pages) {
			const path = route.replace(/\[\w+\]/g, encodeURIComponent(strange));
			for (const address of [`${path}?${query}`, path]) {
				const { status } = await crowd.visitors.administrator.get(address);
				if (status >= 500) failed.push(`${status} ${address.slice(0, 80)}`);
			}
		}
		expect(failed).toEqual([]);
	});
});
