/** People at the door of a real server: first run, passwords, links, sessions. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ended } from '../../server/auth/sessions.ts';
import { databasesIn, makeDataFolder, withRedis } from '../support/databases.ts';
import { startLocalApp, type LocalApp } from '../support/local-app.ts';
import { PASSWORD } from '../support/people.ts';
import { startRealServer, type RealServer } from '../support/real-server.ts';
import { until } from '../support/until.ts';
import { createVisitor, signIn as signInAt, type Visitor } from '../support/visitor.ts';

const HOUR_MS = 3_600_000;
const OTHER = 'another long password';

let server: RealServer;
let folder: Awaited<ReturnType<typeof makeDataFolder>>;
/** A second process of the same installation. */
let beside: LocalApp;
let redisTarget: string;

beforeAll(async () => {
	folder = await makeDataFolder();
	server = await startRealServer({ dataDir: folder.path });
	const databases = await databasesIn(folder.path);
	redisTarget = databases.redisTarget;
	beside = await startLocalApp({ ...databases, clock: Date.now, publicBoards: false });
}, 60_000);

afterAll(async () => {
	await beside.close();
	await server.end();
	await folder.remove();
});

const visitor = (): Visitor => createVisitor(server.url);
const codeInLog = () => server.log.map((line) => /the code (\S+)"/.exec(line)?.[1]).find(Boolean);
/** Whatever was tried before does not count. */
const forgetTries = () => withRedis(redisTarget, (redis) => redis.flushall());

const signIn = (login: string, password = PASSWORD) => signInAt(server.url, login, password);

const isSignedIn = async (somebody: Visitor) => (await somebody.get('/account')).status === 200;

describe('[SIGNIN-1] the first run', () => {
	const SETUP = {
		organisation: '云锦家纺',
		timeZone: 'America/New_York',
		currency: 'JPY',
		locale: 'en',
		name: '周敏',
		code: 'admin',
		email: 'Zhou@Example.com',
		phone: '+86 138-0000-0000',
		password: PASSWORD,
		start: 'empty'
	};

	test('start page, sign-in and administration lead to the setup; walls and health do not', async () => {
		for (const path of ['/', '/login', '/forgot', '/admin', '/admin/people'])
			expect((await visitor().get(path)).to, path).toBe('/setup');
		expect((await visitor().get('/tv')).status).toBe(200);
		expect((await visitor().get('/api/v1/health')).status).toBe(200);
	});

	test('without the code of the log there is no setup', async () => {
		const stranger = visitor();
		const wrong = await stranger.submit('/setup?/code', { code: 'AAAA-BBBB' });
		expect(wrong.errors.code?.[0]).toContain('设置码不对');
		const around = await stranger.submit('/setup?/finish', SETUP);
		expect(around.kind).toBe('failure');
		stranger.cookies.set('lhb_setup', 'AAAA-BBBB');
		expect((await stranger.submit('/setup?/finish', SETUP)).kind).toBe('failure');
		expect((await stranger.get('/setup')).text).toContain('name="code"');
		expect(await beside.app.accounts.hasAdministrator()).toBe(false);
	});

	test('the code opens it, also after a reload, and what was typed survives an error', async () => {
		const admin = visitor();
		const given = await admin.submit('/setup?/code', { code: codeInLog()!.toLowerCase() });
		expect(given.to).toBe('/setup');
		expect((await admin.get('/setup')).text).toContain('name="organisation"');
		const refused = await admin.submit('/setup?/finish', {
			...SETUP,
			timeZone: '+08:00',
			email: 'not an address',
			password: 'short'
		});
		expect(Object.keys(refused.errors).sort()).toEqual(['email', 'password', 'timeZone']);
		expect(refused.data).toMatchObject({ organisation: '云锦家纺', timeZone: '+08:00' });
		expect((await admin.get('/setup')).text).toContain('name="organisation"');
	});

	test('of two who finish at once one wins and is signed in; the other is told', async () => {
		const two = [visitor(), visitor()];
		for (const one of two) await one.submit('/setup?/code', { code: codeInLog()! });
		const finished = await Promise.all(
			two.map((one, i) =>
				one.submit('/setup?/finish', { ...SETUP, code: `admin${i}`, email: '', phone: '' })
			)
		);
		expect(finished.map(({ kind }) => kind).sort()).toEqual(['failure', 'redirect']);
		const lost = finished.findIndex(({ kind }) => kind === 'failure');
		expect(finished[lost]!.message).toContain('设置已由他人完成');
		expect(await isSignedIn(two[1 - lost]!)).toBe(true);
		expect(await isSignedIn(two[lost]!)).toBe(false);

		const { rows } = await beside.pool.query('SELECT code FROM accounts WHERE administrator');
		expect(rows).toEqual([{ code: `admin${1 - lost}` }]);
		const { settings } = beside.app.organisation;
		await until(() => beside.app.organisation.settings.name === '云锦家纺');
		expect(settings).toBeDefined();
		expect(beside.app.organisation.settings).toMatchObject({
			timeZone: 'America/New_York',
			currency: 'JPY',
			fractionDigits: 0,
			locale: 'en',
			publicBoards: false
		});
		await until(() => beside.app.directory.mirror.company() !== undefined);
		expect(beside.app.directory.view('units', 'HQ')).toMatchObject({ name: '云锦家纺' });
	});

	test('afterwards there is no setup, in any process', async () => {
		const late = visitor();
		expect((await late.get('/setup')).to).toBe('/');
		expect((await late.get('/')).status).toBe(200);
		expect((await late.get('/login')).status).toBe(200);
		const again = await late.submit('/setup?/finish', { ...SETUP, code: 'mallory' });
		expect(again.kind).toBe('failure');
		expect((await beside.pool.query('SELECT * FROM setup_code')).rows).toEqual([]);
	});
});

describe('with people', () => {
	beforeAll(async () => {
		const people = [
			{ code: 'R1', name: '李娜', email: 'lina@example.com', phone: '13800000001' },
			{ code: 'R2', name: '王建国' },
			{ code: 'GONE', name: '离职的' }
		];
		for (const person of people)
			await beside.app.accounts.create({ ...person, password: PASSWORD }, 'test');
		await beside.app.accounts.create({ code: 'NEW', name: '新来的' }, 'test');
		await beside.pool.query(`UPDATE accounts SET disabled_at = now() WHERE code = 'GONE'`);
	});

	test('user name in any case, phone and e-mail sign in', async () => {
		for (const login of ['R1', 'r1', ' 138 0000-0001', 'LiNa@Example.com'])
			expect(await isSignedIn(await signIn(login))).toBe(true);
	});

	test('[SIGNIN-3] unknown, wrong, disabled and without a password: the same answer', async () => {
		const answers = await Promise.all(
			[
				['nobody', PASSWORD],
				['R1', 'wrong password'],
				['GONE', PASSWORD],
				['NEW', PASSWORD]
			].map(([login, password]) =>
				visitor().submit('/login', { login: login!, password: password! })
			)
		);
		expect(new Set(answers.map(({ status, message }) => `${status} ${message}`)).size).toBe(1);
		expect(answers[0]).toMatchObject({ status: 401, kind: 'failure' });
	});

	test('[SIGNIN-3] and it takes as long, whether the account exists or not', async () => {
		await forgetTries();
		const times = { known: [] as number[], unknown: [] as number[] };
		// In turns, so that whatever else the machine does slows both alike.
		for (let i = 0; i < 9; i++)
			for (const [who, login] of [
				['known', 'R2'],
				['unknown', `nobody${i}`]
			] as const) {
				const begun = performance.now();
				await visitor().submit('/login', { login, password: 'wrong password' });
				times[who].push(performance.now() - begun);
			}
		const typical = (all: number[]) => all.sort((a, b) => a - b)[all.length >> 1]!;
		const [known, unknown] = [typical(times.known), typical(times.unknown)];
		// Without a hash to compare with, an unknown name would be answered in a fraction of the time.
		expect(unknown / known).toBeGreaterThan(0.6);
		expect(unknown / known).toBeLessThan(1.7);
		await forgetTries();
	});

	test('[SIGNIN-5] after signing in one comes to a page of this site', async () => {
		const to = async (page: string) =>
			(
				await visitor().submit(`/login?to=${encodeURIComponent(page)}`, {
					login: 'R1',
					password: PASSWORD
				})
			).to;
		expect(await to('/tv?unit=T1')).toBe('/tv?unit=T1');
		for (const elsewhere of ['//evil.example', '/\\evil.example', '/\t/evil.example'])
			expect(await to(elsewhere)).toBe('/');
	});

	test('[SIGNIN-2] the eleventh wrong try waits, the right password too, and so does a name that nobody has', async () => {
		for (const login of ['R2', 'nobody at all']) {
			const statuses = [];
			for (let i = 0; i < 10; i++)
				statuses.push((await visitor().submit('/login', { login, password: 'wrong' })).status);
			expect(statuses).toEqual(Array(10).fill(401));
			const blocked = await visitor().submit(
				'/login',
				{ login: login.toLowerCase(), password: PASSWORD },
				{ 'x-forwarded-for': '203.0.113.9', 'accept-language': 'en' }
			);
			expect(blocked.status).toBe(429);
			expect(blocked.message).toBe('Too many tries. Try again in 15 minutes.');
		}
		// Somebody else at the same address is not kept out.
		expect(await isSignedIn(await signIn('R1'))).toBe(true);

		const { secret } = await beside.app.links.create({
			account: 'R2',
			kind: 'reset',
			actor: 'test'
		});
		await visitor().submit(`/welcome/${secret}`, { password: PASSWORD });
		expect(await isSignedIn(await signIn('R2'))).toBe(true);
		await forgetTries();
	});

	test('[SIGNIN-6] a link chooses a password once, ends all sessions, in every process', async () => {
		const old = await signIn('R1');
		const ended: Ended[] = [];
		beside.app.sessions.onEnded((one) => ended.push(one));
		const { secret, expiresAt } = await beside.app.links.create({
			account: 'R1',
			kind: 'invitation',
			actor: 'person:admin'
		});
		expect((expiresAt.getTime() - Date.now()) / HOUR_MS).toBeCloseTo(72, 1);

		const path = `/welcome/${secret}`;
		const invited = visitor();
		for (let look = 0; look < 2; look++) {
			const { status, text } = await invited.get(path);
			expect(status).toBe(200);
			expect(text).toContain('李娜');
			expect(text).toContain('云锦家纺');
		}
		const short = await invited.submit(path, { password: 'short' });
		expect(short.errors.password?.[0]).toContain('10');
		expect((await invited.submit(path, { password: OTHER })).to).toBe('/');
		expect(await isSignedIn(invited)).toBe(true);
		expect(await isSignedIn(old)).toBe(false);
		await until(() => ended.some((one) => 'account' in one && one.account === 'R1'));

		expect((await visitor().get(path)).status).toBe(410);
		const twice = await visitor().submit(path, { password: PASSWORD });
		expect(twice.message).toContain('已失效');
		expect((await visitor().submit('/login', { login: 'R1', password: PASSWORD })).status).toBe(
			401
		);
		await signIn('R1', OTHER);
		const { rows } = await beside.pool.query(
			`SELECT action, after FROM audit WHERE subject = 'R1' AND action LIKE 'link%' OR action = 'account.password' ORDER BY id`
		);
		expect(rows.at(-1)).toEqual({ action: 'account.password', after: { by: 'invitation' } });
		expect(JSON.stringify(rows)).not.toContain(secret);
	});

	test('[SIGNIN-6] replaced, expired, unknown and of the disabled: one and the same page', async () => {
		const link = { account: 'R1', kind: 'reset', actor: 'test' } as const;
		const replaced = (await beside.app.links.create(link)).secret;
		const inForce = (await beside.app.links.create(link)).secret;
		expect((await visitor().get(`/welcome/${inForce}`)).status).toBe(200);
		const disabled = (await beside.app.links.create({ ...link, account: 'GONE' })).secret;
		const { databaseUrl } = await databasesIn(folder.path);
		const past = await startLocalApp({
			databaseUrl,
			redisTarget,
			clock: () => Date.now() - 73 * HOUR_MS
		});
		const expired = (await past.app.links.create({ ...link, account: 'R2' })).secret;
		await past.close();

		const pages = await Promise.all(
			[replaced, disabled, expired, 'unknown', 'x'.repeat(3_000)].map((secret) =>
				visitor().get(`/welcome/${secret}`)
			)
		);
		for (const { status, text } of pages) {
			expect(status).toBe(410);
			expect(text).toContain('这个链接已失效');
		}
		expect(await beside.app.links.redeem(expired, OTHER)).toMatchObject({ ok: false });
		const races = await Promise.all(
			[1, 2].map(() => visitor().submit(`/welcome/${inForce}`, { password: PASSWORD }))
		);
		expect(races.map(({ kind }) => kind).sort()).toEqual(['failure', 'redirect']);
	});

	test('[SIGNIN-7] changing the password takes the present one, keeps this session and ends the others', async () => {
		const [here, there] = [await signIn('R1'), await signIn('R1')];
		const wrong = await here.submit('/account?/password', { current: 'wrong', next: OTHER });
		expect(wrong.errors.current?.[0]).toContain('当前密码不对');
		expect(await isSignedIn(there)).toBe(true);
		const changed = await here.submit('/account?/password', { current: PASSWORD, next: OTHER });
		expect(changed.kind).toBe('success');
		expect(changed.data).toEqual({ current: '', next: '' });
		expect(await isSignedIn(here)).toBe(true);
		expect(await isSignedIn(there)).toBe(false);
		await signIn('R1', OTHER);
	});

	test('one sees one’s own sessions, ends any of them, and nobody else’s', async () => {
		const [here, there] = [await signIn('R2'), await signIn('R2')];
		const foreign = await signIn('R1', OTHER);
		const [session] = await beside.app.sessions.list('R1');
		await here.submit('/account?/end', { session: session!.idHash });
		expect(await isSignedIn(foreign)).toBe(true);
		await here.submit('/account?/endOthers', {});
		expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false]);
		expect((await here.get('/account')).text).toContain('本机');
	});

	test('the language that one chooses is the one of one’s pages, not of others’', async () => {
		const here = await signIn('R2');
		await here.submit('/account?/profile', { name: 'Jianguo Wang', locale: 'en' });
		const page = await here.get('/account', { 'accept-language': 'zh-CN' });
		expect(page.text).toContain('lang="en"');
		expect(page.text).toContain('Jianguo Wang');
		expect((await visitor().get('/login', { 'accept-language': 'zh-CN' })).text).toContain(
			'lang="zh-CN"'
		);
	});

	test('a form of another site changes nothing', async () => {
		const here = await signIn('R2');
		const { status } = await here.submit(
			'/account?/password',
			{ current: PASSWORD, next: OTHER },
			{ origin: 'https://evil.example' }
		);
		expect(status).toBe(403);
		await signIn('R2');
	});

	test('who is locked out gets a link from the command line', async () => {
		const run = promisify(execFile);
		const cwd = fileURLToPath(new URL('../..', import.meta.url));
		const env = { PATH: process.env.PATH, DATA_DIR: folder.path };
		const account = (...args: string[]) =>
			run(process.execPath, ['server/cli/account.ts', ...args], { cwd, env });
		expect((await account('list')).stdout).toContain('NEW  新来的  no password yet');
		const { stdout } = await account('link', 'NEW');
		expect((await visitor().get(stdout.trim())).text).toContain('新来的');
		await expect(account('link', 'nobody')).rejects.toThrow('There is no account "nobody"');
	});

	test('[SIGNIN-4] [SIGNIN-2] ten thousand tries are answered, and the server goes on', async () => {
		const tries = Array.from({ length: 10_000 }, (_, i) => i);
		const statuses = new Set<number>();
		await Promise.all(
			Array.from({ length: 100 }, async () => {
				for (let i = tries.pop(); i !== undefined; i = tries.pop()) {
					const name = `flood${i}`;
					const headers = { 'x-forwarded-for': `203.0.113.${i % 50}` };
					statuses.add(
						(await visitor().submit('/login', { login: name, password: 'wrong' }, headers)).status
					);
				}
			})
		);
		expect([...statuses].every((status) => [401, 429, 503].includes(status))).toBe(true);
		expect(statuses).toContain(429);
		expect((await visitor().get('/api/v1/health')).status).toBe(200);
		await forgetTries();
		expect(await isSignedIn(await signIn('R2'))).toBe(true);
	}, 300_000);
});
