/** Who has not answered hears of it: by mail in their own language and on the phone, once, however many processes look. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SplitPart } from '../../src/lib/forms/targeting.ts';
import { foundCompany } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { decoded } from '../support/mail.ts';
import { startPushService } from '../support/push-service.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { never, until } from '../support/until.ts';

const SITE = 'https://sales.example.com';
/** Of team t1; its target is 400,000.00. */
const TEAM = { metric: 'sales', unit: 'month' as const, date: '2026-11-23', subject: 'unit:t1' };
const part = (child: string, amount: number): SplitPart => [child, '', amount, 1, false];
const PARTS = [part('rep:r1', 15_000_000), part('rep:r2', 15_000_000), part('rep:r3', 12_000_000)];

const clock = shiftedClock(MONDAY_MORNING);
let databases: Databases;
/** Two processes of one cluster. */
let here: LocalApp;
let there: LocalApp;
let phone: Awaited<ReturnType<typeof startPushService>>;
let mails: { to: string; text: string }[] = [];
const smtp = new SMTPServer({
	authOptional: true,
	disabledCommands: ['STARTTLS'],
	onData: (stream, session, done) =>
		void text(stream).then((message) => {
			mails.push({ to: session.envelope.rcptTo[0]!.address, text: decoded(message) });
			done();
		})
});

beforeAll(async () => {
	databases = await startDatabases();
	const server = smtp.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const options = {
		...databases,
		clock,
		publicUrl: SITE,
		mail: {
			smtpUrl: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
			from: 'Longhubang <wall@example.com>'
		},
		isPushService: (url: URL) => url.hostname === '127.0.0.1'
	};
	here = await startLocalApp(options);
	await foundCompany(here.app, '2026-11-01');
	there = await startLocalApp(options);
	phone = await startPushService();
	for (const account of [
		{ code: 'r1', name: '李娜', email: 'lina@example.com' },
		{ code: 'r2', name: 'Max', email: 'max@example.com', locale: 'en' as const },
		{ code: 'r3', name: '陈晓燕' },
		{ code: 'm-t1', name: '队长', email: 'lead@example.com', leads: ['t1'] }
	])
		await here.app.accounts.create(account, 'test');
	// In one Node process the two do not hear each other's notifications: the browser says it twice.
	for (const { app } of [here, there]) await app.push.subscribe('r1', phone.subscription);
}, 120_000);

afterAll(async () => {
	await there?.close();
	await here?.close();
	await phone?.close();
	await new Promise<void>((resolve) => smtp.close(() => resolve()));
	await databases?.stop();
});

beforeEach(() => {
	mails = [];
	phone.arrived.length = 0;
});

const mailTo = (address: string) =>
	mails.find(({ to }) => to === address)!.text.replaceAll('\u00a0', ' ');
/** Both processes look at the clock at the same time. */
const look = () => Promise.all([here, there].map(({ app }) => app.rounds.remindDue()));

describe('[AGREE-12] who has not answered', () => {
	test('is told when the round opens, by mail and on the phone', async () => {
		const saved = await here.app.splits.save(
			{
				...TEAM,
				basis: 'equal',
				reason: '',
				version: 0,
				revision: 0,
				seen: 0,
				deadlineDate: '2026-11-25',
				deadlineTime: '18:00',
				unasked: false,
				parts: ''
			},
			PARTS,
			{ actor: 'person:m-t1', deed: 'issue' }
		);
		expect(saved).toMatchObject({ ok: true });
		await until(() => mails.length === 2 && phone.arrived.length === 1);
		expect(mailTo('lina@example.com')).toContain('李娜：\n\n一队把2026年11月的目标 15 万 发给您');
		expect(mailTo('lina@example.com')).toContain(`${SITE}/targets/answers`);
		expect(mailTo('max@example.com')).toContain(
			'王建国,\n\n一队 offers a target of 150k for November 2026'
		);
		expect(JSON.parse(phone.arrived[0]!.text)).toMatchObject({ path: '/targets/answers' });
		await never(() => mails.length > 2 || phone.arrived.length > 1);
	});

	test('is reminded once a day before the deadline, by whichever process looks first', async () => {
		clock.set('2026-11-24T17:59:00+08:00');
		await look();
		expect(mails).toEqual([]);
		clock.set('2026-11-24T18:00:01+08:00');
		await look();
		await until(() => mails.length === 2);
		expect(mailTo('lina@example.com')).toContain('还没有得到您的回复，11月25日周三 18:00 截止');
		expect(mailTo('max@example.com')).toContain('still waits for your answer, due Wed, Nov 25');
		await look();
		await never(() => mails.length > 2);
	});

	test('is told once that it was missed, and who has answered is left in peace', async () => {
		const answered = await here.app.rounds.answer(
			{
				...TEAM,
				child: 'rep:r1',
				version: 1,
				offered: 15_000_000,
				answer: 'accept',
				amount: 15_000_000,
				reason: ''
			},
			{ actor: 'person:r1', onBehalf: false }
		);
		expect(answered).toMatchObject({ ok: true });
		clock.set('2026-11-25T18:00:01+08:00');
		await look();
		await until(() => mails.length === 1);
		expect(mailTo('max@example.com')).toContain('You can still give it until it is settled');
		await look();
		await never(() => mails.length > 1);
	});
});
