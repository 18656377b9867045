/** Reset links by mail, and the limits without Redis. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashOf } from '../../server/auth/secrets.ts';
import { startDatabases, withRedis, type Databases } from '../support/databases.ts';
import { startLocalApp, type LocalApp } from '../support/local-app.ts';
import { decoded } from '../support/mail.ts';
import { never, until } from '../support/until.ts';

const PASSWORD = 'correct horse battery';
const SITE = 'https://sales.example.com';

let databases: Databases;
let local: LocalApp;
let mails: { to: string[]; text: string }[] = [];
const smtp = new SMTPServer({
	authOptional: true,
	disabledCommands: ['STARTTLS'],
	onData: (stream, session, done) =>
		void text(stream).then((message) => {
			const to = session.envelope.rcptTo.map(({ address }) => address);
			mails.push({ to, text: decoded(message) });
			done();
		})
});

beforeAll(async () => {
	databases = await startDatabases();
	const server = smtp.listen(0, '127.0.0.1');
	await once(server, 'listening');
	local = await startLocalApp({
		databaseUrl: databases.databaseUrl,
		redisTarget: databases.redisTarget,
		clock: Date.now,
		publicUrl: SITE,
		mail: {
			smtpUrl: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
			from: 'Longhubang <wall@example.com>'
		}
	});
	const people = [
		{ code: 'R1', name: '李娜', email: 'lina@example.com', phone: '13800000001' },
		{ code: 'R2', name: 'Max', email: 'max@example.com', locale: 'en' as const },
		{ code: 'R3', name: '无邮箱' },
		{ code: 'GONE', name: '离职的', email: 'gone@example.com' }
	];
	for (const person of people)
		await local.app.accounts.create({ ...person, password: PASSWORD }, 'test');
	await local.pool.query(`UPDATE accounts SET disabled_at = now() WHERE code = 'GONE'`);
}, 90_000);

afterAll(async () => {
	await local.close();
	await new Promise<void>((resolve) => smtp.close(resolve));
	await databases.stop();
});

beforeEach(async () => {
	mails = [];
	await withRedis(databases.redisTarget, (redis) => redis.flushall());
});

describe('[SIGNIN-8] a forgotten password', () => {
	test('gets a link to the account’s own address, in the person’s language, on the site’s own address', async () => {
		for (const login of ['R1', 'max@example.com'])
			expect(await local.app.forgotten.ask(login, '192.0.2.1')).toEqual({ ok: true });
		await until(() => mails.length === 2);
		const [chinese, english] = ['lina@example.com', 'max@example.com'].map((address) =>
			mails.find(({ to }) => to.includes(address))
		);
		expect(chinese?.text).toContain('李娜，您好');
		expect(english?.text).toContain('Hello Max');
		const secret = new RegExp(`${SITE}/welcome/([\\w-]+)`).exec(english!.text)![1]!;
		expect(await local.app.links.read(secret)).toMatchObject({ account: 'R2', kind: 'reset' });
	});

	test('is answered alike for whoever has no account, no address, or no access: and no mail goes', async () => {
		for (const login of ['nobody', 'R3', 'GONE', 'gone@example.com'])
			expect(await local.app.forgotten.ask(login, '192.0.2.1')).toEqual({ ok: true });
		await never(() => mails.length > 0);
	});

	test('[SIGNIN-2] may be asked for three times an hour, whether the name exists or not', async () => {
		for (const login of ['R1', 'nobody']) {
			const asked = [];
			for (let i = 0; i < 4; i++) asked.push(await local.app.forgotten.ask(login, '192.0.2.1'));
			expect(asked.map(({ ok }) => ok)).toEqual([true, true, true, false]);
			expect(asked[3]).toMatchObject({
				problems: [{ reason: 'too-many-tries', params: { minutes: 60 } }]
			});
		}
		await until(() => mails.length === 3);
	});
});

describe('[SIGNIN-2] limits', () => {
	const tries = async (count: number, take: (i: number) => Promise<{ ok: boolean }>) => {
		let taken = 0;
		for (let i = 0; i < count; i++) if ((await take(i)).ok) taken++;
		return taken;
	};

	test('an address has a budget over all names; what was right does not count', async () => {
		const { login } = local.app.limits;
		for (let i = 0; i < 150; i++) {
			expect((await login.take('192.0.2.1', `right${i}`)).ok).toBe(true);
			await login.forgive('192.0.2.1', `right${i}`);
		}
		expect(await tries(150, (i) => login.take('192.0.2.1', `wrong${i}`))).toBe(100);
		expect((await login.take('192.0.2.2', 'somebody')).ok).toBe(true);
	});

	test('one name cannot be written in ways that each have a budget', async () => {
		const { login } = local.app.limits;
		const ways = ['13800000001', '138 0000 0001', '138-0000-0001', '(138) 00000001'];
		expect(await tries(40, (i) => login.take(`192.0.2.${i}`, ways[i % 4]))).toBe(10);
	});

	test('each block within a day is twice as long, up to an hour', async () => {
		const { login } = local.app.limits;
		const minutes = [];
		for (let round = 0; round < 4; round++) {
			for (let i = 0; i < 10; i++) await login.take(`198.51.100.${i}`, 'R1');
			const refused = await login.take('192.0.2.9', 'R1');
			minutes.push(refused.ok ? 0 : refused.problems[0]!.params!.minutes);
			// The block runs out.
			await withRedis(databases.redisTarget, async (redis) => {
				for (const key of await redis.keys('lhb:limit:login:name:*'))
					if (!key.includes('strikes')) await redis.del(key);
			});
		}
		expect(minutes).toEqual([15, 30, 60, 60]);
	});

	test('are counted in Redis for all processes, and by each for itself while Redis is away', async () => {
		const other = await startLocalApp({
			databaseUrl: databases.databaseUrl,
			redisTarget: databases.redisTarget,
			clock: Date.now
		});
		const apps = [local.app, other.app];
		const address = '203.0.113.1';
		expect(await tries(20, (i) => apps[i % 2]!.limits.setup.take(address))).toBe(10);
		await databases.stopRedis();
		expect(await tries(20, () => local.app.limits.setup.take('203.0.113.2'))).toBe(10);
		expect((await local.app.limits.login.take('203.0.113.3', 'R1')).ok).toBe(true);
		await databases.startRedis();
		await until(async () => (await withRedis(databases.redisTarget, (r) => r.ping())) === 'PONG');
		await other.close();
	});
});

test('[SIGNIN-1] the demo company in an installation of one’s own: no accounts that everybody knows, no open boards', async () => {
	const own = await startLocalApp({
		publicBoards: false,
		databaseUrl: await databases.freshDatabase(),
		redisTarget: databases.redisTarget,
		clock: Date.now
	});
	const { firstRun, accounts, organisation, directory } = own.app;
	try {
		expect(await firstRun.isOpen()).toBe(false);
		// The code goes to the log only; here it is put in place of the one that nobody reads.
		await firstRun.announce('http://localhost');
		expect(await firstRun.isOpen()).toBe(true);
		await own.pool.query('UPDATE setup_code SET code_hash = $1', [hashOf('KNOWN234')]);
		const finished = await firstRun.finish(
			'known-234',
			{
				organisation: '测试公司',
				timeZone: 'Asia/Tokyo',
				currency: 'CNY',
				locale: 'en',
				name: '周敏',
				code: 'boss',
				email: '',
				phone: '',
				password: PASSWORD,
				start: 'demo'
			},
			{ userAgent: null, address: '192.0.2.1' }
		);
		expect(finished).toMatchObject({ ok: true });
		await until(() => firstRun.demo?.state === 'loaded', { within: 80_000 });
		expect(firstRun.demo!.done).toBe(firstRun.demo!.total);
		expect(directory.mirror.reps.size).toBe(48);
		expect(organisation.settings).toMatchObject({
			name: '云锦家纺',
			timeZone: 'Asia/Tokyo',
			locale: 'en',
			publicBoards: false
		});
		expect((await own.pool.query('SELECT code FROM accounts')).rows).toEqual([{ code: 'boss' }]);
		expect(await accounts.hasAdministrator()).toBe(true);
	} finally {
		await own.close();
	}
}, 120_000);
