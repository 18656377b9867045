/** Signing in at a real OpenID Connect provider, through a real server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { databasesIn, makeDataFolder } from '../support/databases.ts';
import { startLocalApp, type LocalApp } from '../support/local-app.ts';
import { CLIENT, startProvider, type TestProvider } from '../support/oidc-provider.ts';
import { startRealServer, type RealServer } from '../support/real-server.ts';
import { PASSWORD } from '../support/people.ts';
import { createVisitor, type Visitor } from '../support/visitor.ts';

let provider: TestProvider;
let server: RealServer;
let folder: Awaited<ReturnType<typeof makeDataFolder>>;
let beside: LocalApp;

const environment = (port: number) => ({
	PORT: String(port),
	OIDC_ISSUER: provider.issuer,
	OIDC_CLIENT_ID: CLIENT.id,
	OIDC_CLIENT_SECRET: CLIENT.secret,
	OIDC_NAME: 'Firma'
});

let port: number;

beforeAll(async () => {
	folder = await makeDataFolder();
	port = await freePort();
	provider = await startProvider(`http://127.0.0.1:${port}/login/oidc/callback`);
	server = await startRealServer({ dataDir: folder.path, env: environment(port) });
	beside = await startLocalApp({ ...(await databasesIn(folder.path)), clock: Date.now });
	const { accounts, directory } = beside.app;
	await directory.put('units', 'HQ', { name: '云锦家纺', kind: 'company' }, 'test');
	await directory.put('units', 'T1', { name: '华东一队', kind: 'team', parent: 'HQ' }, 'test');
	for (const code of ['R1', 'R2', 'R3'])
		await directory.put('reps', code, { name: `业务员${code}`, team: 'T1' }, 'test');
	const people = [
		{ code: 'admin', name: '周敏', administrator: true, email: 'admin@example.com' },
		{ code: 'R1', name: '李娜', email: 'lina@example.com' },
		{ code: 'F7', name: '顾雪梅', viewer: true },
		{ code: 'GONE', name: '离职的', email: 'gone@example.com' }
	];
	for (const person of people) await accounts.create({ ...person, password: PASSWORD }, 'test');
	await beside.pool.query(`UPDATE accounts SET disabled_at = now() WHERE code = 'GONE'`);
}, 90_000);

afterAll(async () => {
	await beside.close();
	await server.end();
	await provider.close();
	await folder.remove();
});

/** Signs in at the provider and comes back: to the address of the callback, not yet asked for. */
async function travel(somebody: Visitor, as: string, from = '/login/oidc'): Promise<string> {
	const elsewhere = createVisitor(provider.issuer);
	const begun = await somebody.get(from);
	expect(begun.status).toBe(303);
	let at = begun.to!;
	expect(at).toContain('code_challenge_method=S256');
	for (let step = 0; step < 12; step++) {
		if (at.includes('/login/oidc/callback')) return at.replace(server.url, '');
		const page = await elsewhere.get(at);
		if (page.to) at = page.to;
		else {
			const action = /action="([^"]+)"/.exec(page.text)![1]!;
			const prompt = /name="prompt" value="(\w+)"/.exec(page.text)![1]!;
			at = (await elsewhere.submit(action, { prompt, login: as, password: 'any' })).to!;
		}
	}
	throw new Error(`the provider does not send anybody back from ${at}`);
}

interface Arrival {
	to: string | undefined;
	/** The code of the account that came in. */
	account: string | undefined;
	visitor: Visitor;
}

async function accountOf(somebody: Visitor): Promise<string | undefined> {
	return /class="exact[^"]*">([^<]+)</.exec((await somebody.get('/account')).text)?.[1];
}

async function arrive(as: string, claims: Record<string, unknown>): Promise<Arrival> {
	provider.people.set(as, claims);
	const visitor = createVisitor(server.url);
	const { to } = await visitor.get(await travel(visitor, as));
	return { to, account: await accountOf(visitor), visitor };
}

const verified = (email: string) => ({ email, email_verified: true });

describe('[SIGNIN-10] who comes from the provider', () => {
	test('is found by verified e-mail, and afterwards by the identity, whatever the e-mail', async () => {
		expect((await arrive('lina', verified('LiNa@example.com'))).account).toBe('R1');
		expect((await arrive('lina', verified('another@example.com'))).account).toBe('R1');
		expect((await arrive('lina', {})).account).toBe('R1');
	});

	test('is found by employee number', async () => {
		expect((await arrive('gu', { employee_number: 'F7' })).account).toBe('F7');
	});

	test('is never found by an e-mail that was not verified', async () => {
		for (const claims of [
			{ email: 'lina@example.com' },
			{ email: 'lina@example.com', email_verified: false },
			{ email: 'lina@example.com', email_verified: 'true' }
		]) {
			const arrival = await arrive('mallory', claims);
			expect(arrival).toMatchObject({ account: undefined, to: '/login?problem=no-account' });
		}
		const page = await createVisitor(server.url).get('/login?problem=no-account');
		expect(page.text).toContain('还没有您的账户');
		expect(page.text).toContain('用“Firma”登录');
	});

	test('is no administrator by e-mail or number, but by connecting the account oneself', async () => {
		for (const claims of [verified('admin@example.com'), { employee_number: 'admin' }])
			expect(await arrive('boss', claims)).toMatchObject({
				account: undefined,
				to: '/login?problem=link-yourself'
			});
		const admin = createVisitor(server.url);
		await admin.submit('/login', { login: 'admin', password: PASSWORD });
		// A link on another site does not know the session, and connects nobody.
		for (const guess of ['1', '', 'f'.repeat(64)])
			expect((await admin.get(`/login/oidc?connect=${guess}`)).status).toBe(403);
		const { text } = await admin.get('/account');
		const connect = /href="(\/login\/oidc\?connect=[^"]+)"/.exec(text)![1]!;
		const back = await travel(admin, 'boss', connect);
		expect((await admin.get(back)).to).toBe('/account');
		expect((await arrive('boss', {})).account).toBe('admin');

		await admin.submit('/account?/disconnect', {});
		expect((await arrive('boss', {})).to).toBe('/login?problem=no-account');
	});

	test('does not get the account of whoever had the e-mail before', async () => {
		const newcomer = await arrive('a-newcomer', verified('lina@example.com'));
		expect(newcomer).toMatchObject({
			account: undefined,
			to: '/login?problem=identity-conflict'
		});
	});

	test('is refused where the account is disabled', async () => {
		const gone = await arrive('gone', verified('gone@example.com'));
		expect(gone).toMatchObject({ account: undefined, to: '/login?problem=account-disabled' });
	});
});

describe('[SIGNIN-11] an account just in time', () => {
	test('is a rep’s by the employee number, with the name of the directory and nothing more', async () => {
		const claims = { employee_number: 'R2', name: 'Somebody', ...verified('r2@example.com') };
		expect((await arrive('rep-two', claims)).account).toBe('R2');
		const known = await beside.app.accounts.person('R2');
		expect(known?.person).toMatchObject({
			name: '业务员R2',
			sells: true,
			administrator: false,
			viewer: false,
			leads: []
		});
	});

	test('is nobody else’s, unless OIDC_CREATE says so: then without a role, and never a rep’s', async () => {
		expect((await arrive('R3', { preferred_username: 'R3' })).to).toBe('/login?problem=no-account');

		const creating = { ...environment(port), OIDC_CREATE: '1' };
		await server.end();
		server = await startRealServer({ dataDir: folder.path, env: creating });
		const { account } = await arrive('R3', { preferred_username: 'R3', name: '某人' });
		expect(account).toBe('sso-R3');
		const other = await arrive('another R3', { preferred_username: 'R3' });
		expect(other.account).toMatch(/^sso-[0-9a-f]{12}$/);
		await beside.app.directory.lookAgain('reps', 'R3');
		const known = await beside.app.accounts.person('sso-R3');
		expect(known?.person).toMatchObject({ sells: false, administrator: false, leads: [] });
		expect((await arrive('odd', { preferred_username: '../\u0000/' })).account).toMatch(/^sso-/);
	}, 60_000);
});

describe('[SIGNIN-9] an answer of the provider', () => {
	test('goes to the page that was asked for, of this site only', async () => {
		const visitor = createVisitor(server.url);
		provider.people.set('lina', {});
		const wanted = '/login/oidc?to=%2Ftv%3Funit%3DT1';
		expect((await visitor.get(await travel(visitor, 'lina', wanted))).to).toBe('/tv?unit=T1');
		const away = createVisitor(server.url);
		const evil = '/login/oidc?to=%2F%2Fevil.example';
		expect((await away.get(await travel(away, 'lina', evil))).to).toBe('/');
	});

	test('is refused with another state, without the journey, or in another browser', async () => {
		const refused = '/login?problem=provider-refused';
		const visitor = createVisitor(server.url);
		const back = await travel(visitor, 'lina');
		const sealed = visitor.cookies.get('lhb_oidc')!;
		const wrong = back.replace(/state=[^&]+/, 'state=wrong');
		expect((await visitor.get(wrong)).to).toBe(refused);
		// The journey is over after an answer, a wrong one too.
		expect(visitor.cookies.has('lhb_oidc')).toBe(false);
		expect((await visitor.get(back)).to).toBe(refused);
		expect((await createVisitor(server.url).get(back)).to).toBe(refused);
		const tampered = createVisitor(server.url);
		tampered.cookies.set('lhb_oidc', `${sealed.slice(0, -4)}AAAA`);
		expect((await tampered.get(back)).to).toBe(refused);
		expect(visitor.cookies.has('lhb_session')).toBe(false);
	});

	test('is refused when it comes again, even with the cookie it came with', async () => {
		const visitor = createVisitor(server.url);
		const back = await travel(visitor, 'lina');
		const sealed = visitor.cookies.get('lhb_oidc')!;
		expect((await visitor.get(back)).to).toBe('/');
		const thief = createVisitor(server.url);
		thief.cookies.set('lhb_oidc', sealed);
		expect((await thief.get(back)).to).toBe('/login?problem=provider-refused');
		expect(thief.cookies.has('lhb_session')).toBe(false);
	});

	test('that somebody refused to sign in is said in words', async () => {
		const visitor = createVisitor(server.url);
		const begun = (await visitor.get('/login/oidc')).to!;
		const state = new URL(begun).searchParams.get('state');
		const denied = `/login/oidc/callback?error=access_denied&state=${state}&iss=${encodeURIComponent(provider.issuer)}`;
		const { to } = await visitor.get(denied);
		expect((await visitor.get(to!)).text).toContain('公司账号的登录没有完成');
	});
});
