/** Phones are told: encrypted for their own eyes, once in a cluster, and not drummed on. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isPushService } from '../../server/push/push.ts';
import { processCommand } from '../../src/lib/forms/process.ts';
import { foundCompany, record, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { startPushService } from '../support/push-service.ts';
import { shiftedClock } from '../support/shifted-clock.ts';
import { never, until } from '../support/until.ts';

const clock = shiftedClock('2026-11-12T10:00:00+08:00');
const pass = (ms: number) => clock.set(new Date(clock() + ms).toISOString());
const REST = 601_000;

let databases: Databases;
/** Two processes of one cluster. */
let here: LocalApp;
let there: LocalApp;
let phone: Awaited<ReturnType<typeof startPushService>>;

beforeAll(async () => {
	databases = await startDatabases();
	const isLoopback = (url: URL) => url.hostname === '127.0.0.1';
	const options = { ...databases, clock, isPushService: isLoopback };
	here = await startLocalApp(options);
	await foundCompany(here.app, '2026-11-01');
	there = await startLocalApp(options);
	phone = await startPushService();
	for (const account of [
		{ code: 'r1', name: '李娜' },
		{ code: 'r2', name: '王建国' },
		{ code: 'm-t1', name: '林雅琴', leads: ['t1'] }
	])
		await here.app.accounts.create(account, 'test');
	expect(await here.app.push.subscribe('r1', phone.subscription)).toEqual({ ok: true });
	// In one Node process the two do not hear each other's notifications: the browser says it twice.
	await there.app.push.subscribe('r1', phone.subscription);
}, 120_000);
afterAll(async () => {
	await there?.close();
	await here?.close();
	await phone?.close();
	await databases?.stop();
});
beforeEach(() => {
	pass(REST);
	phone.arrived.length = 0;
});

const titles = () => phone.arrived.map(({ text }) => (JSON.parse(text) as { title: string }).title);
const sell = (rep: string, amount: number) => record(here.app, sale(rep, amount, { at: clock() }));

describe('being told', () => {
	test('[PUSH-1] [PUSH-2] somebody passed: encrypted for this browser, signed by this installation', async () => {
		await sell('r1', 100_00);
		pass(REST);
		await sell('r2', 150_00);
		await until(() => phone.arrived.length > 0);
		const [{ headers, text }] = phone.arrived as [(typeof phone.arrived)[0]];
		expect(JSON.parse(text)).toMatchObject({ title: '王建国 刚超过了你', path: '/me' });
		expect(headers['content-encoding']).toBe('aes128gcm');
		expect(headers.authorization).toContain(`k=${here.app.push.publicKey}`);
		await never(() => phone.arrived.length > 1);
	});

	test('[PUSH-5] a close race does not drum: who passed whom is told once in ten minutes', async () => {
		await sell('r1', 100_00);
		await until(() => phone.arrived.length === 1);
		for (const rep of ['r2', 'r1', 'r2', 'r1']) await sell(rep, 200_00);
		await never(() => phone.arrived.length > 1);
		expect(titles()).toEqual(['你超过了 王建国']);
	});

	test('[PUSH-3] a target reached is told, once', async () => {
		const { app } = here;
		const room = await app.openMe('r1');
		const left = room.ok ? room.snapshot.metrics.rows.sales!.today : undefined;
		await sell('r1', left!.target! - left!.value);
		await until(() => titles().includes('今日目标达成'));
		await sell('r1', 1_00);
		await never(() => titles().filter((title) => title === '今日目标达成').length > 1);
	});

	test('[PUSH-2] help that was taken is told, whichever process it was taken at', async () => {
		const id = randomUUID();
		const run = (at: LocalApp, command: unknown, by: string) =>
			at.app.process.run(processCommand.parse(command), by);
		await run(here, { id, what: 'help.ask', rep: 'r1', obstacle: 'price', text: '贵' }, 'r1');
		await run(there, { id: randomUUID(), what: 'help.take', help: id }, 'm-t1');
		await until(() => phone.arrived.length > 0);
		expect(titles()).toEqual(['林雅琴 接手了你的求助']);
		await never(() => phone.arrived.length > 1);
	});

	test('[PUSH-2] [PUSH-5] a cheer is told to whom it is for, applause once in ten minutes', async () => {
		const { celebrations } = here.app;
		const by = { code: 'm-t1', name: '林雅琴' };
		const ids = (await celebrations.recent({ limit: 40 }))
			.filter(({ event }) => event.rep?.code === 'r1')
			.map(({ event }) => event.id);
		for (const [i, celebration] of ids.slice(0, 2).entries())
			await celebrations.cheer({ id: `cheer-${i}-${clock()}`, celebration, cheer: 'clap' }, by);
		await until(() => phone.arrived.length > 0);
		await never(() => phone.arrived.length > 1);
		expect(titles()).toEqual(['林雅琴 为你喝彩']);
		// Nothing to celebrate since yesterday: for the person.
		pass(25 * 3_600_000);
		phone.arrived.length = 0;
		await celebrations.cheer({ id: `person-${clock()}`, rep: 'r1', cheer: 'fire' }, by);
		await until(() => phone.arrived.length > 0);
		expect(titles()).toEqual(['林雅琴 为你加油']);
	});

	test('[PUSH-7] an alert is told the rep and whoever leads them, once in the cluster and with how many there are', async () => {
		const tablet = await startPushService();
		try {
			await here.app.push.subscribe('m-t1', tablet.subscription);
			await there.app.push.subscribe('m-t1', tablet.subscription);
			// A quarter of what is due by now: behind, and so is everybody else of the team.
			await Promise.all([here.app.alerts.evaluate(), there.app.alerts.evaluate()]);
			await until(() => tablet.arrived.length > 0 && titles().length > 0);
			await never(() => tablet.arrived.length > 1 || phone.arrived.length > 1);
			const rung = here.app.alerts.bell({ units: ['t1'], code: 'm-t1' });
			const toManager = JSON.parse(tablet.arrived[0]!.text) as Record<string, string>;
			const named = rung.rows
				.map(({ rep }) => rep)
				.find(({ name }) => toManager.title!.startsWith(name));
			expect(named).toBeDefined();
			expect(rung.count).toBeGreaterThan(1);
			expect(toManager).toMatchObject({
				body: `一共 ${rung.count} 项提醒等你处理`,
				path: `/floor?rep=${named!.code}`
			});
			expect(JSON.parse(phone.arrived[0]!.text)).toMatchObject({ path: '/me' });
			expect(titles()[0]).toMatch(/^提醒你：/);
		} finally {
			await here.app.push.unsubscribe('m-t1', tablet.subscription.endpoint);
			await tablet.close();
		}
	});

	test('[PUSH-7] a call for help is told whoever leads', async () => {
		const tablet = await startPushService();
		try {
			await here.app.push.subscribe('m-t1', tablet.subscription);
			const id = randomUUID();
			const ask = { id, what: 'help.ask', rep: 'r1', obstacle: 'price', text: '贵' };
			await there.app.process.run(processCommand.parse(ask), 'r1');
			await until(() => tablet.arrived.length > 0);
			expect(JSON.parse(tablet.arrived[0]!.text)).toMatchObject({
				title: '李娜 向你求助',
				body: '价格政策',
				path: '/floor?rep=r1'
			});
			await never(() => tablet.arrived.length > 1);
		} finally {
			await here.app.push.unsubscribe('m-t1', tablet.subscription.endpoint);
			await tablet.close();
		}
	});

	test('[PUSH-4] what somebody does not want, and anything after hours, is not told', async () => {
		await here.app.push.setOff('r1', ['passed']);
		await sell('r2', 900_000_00);
		await until(() => phone.arrived.length === 1);
		pass(REST);
		await sell('r1', 990_000_00);
		await never(() => titles().includes('你超过了 王建国'));
		await here.app.push.setOff('r1', []);
		clock.set('2026-11-12T22:00:00+08:00');
		await sell('r2', 990_000_00);
		await never(() => titles().filter((title) => title.endsWith('超过了你')).length > 1);
		clock.set('2026-11-13T10:00:00+08:00');
	});

	test('[PUSH-6] a browser that is gone is forgotten, and only push services are written to', async () => {
		phone.answer(410);
		await here.app.push.later('gone', { account: 'r1', event: 'help', name: '林雅琴' });
		await until(async () => {
			const { rows } = await here.pool.query('SELECT count(*)::int AS n FROM push_subscriptions');
			return rows[0].n === 0;
		});
		for (const address of [
			'http://fcm.googleapis.com/x',
			'https://10.0.0.5/x',
			'https://localhost/x',
			'https://[::1]/x',
			'https://printer.local/x',
			'https://fcm.googleapis.com:8443/x'
		])
			expect(isPushService(new URL(address)), address).toBe(false);
		expect(isPushService(new URL('https://fcm.googleapis.com/fcm/send/x'))).toBe(true);
	});
});
