/** What a manager's tablet shows: who of the unit needs somebody now, and one rep's card; and that both are nobody else's. */
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../server/app.ts';
import { COOKIES } from '../../src/lib/access/cookie-names.ts';
import { cardRoom, floorRoom } from '../../src/lib/live/floor.ts';
import type { CardState, FloorState } from '../../src/lib/live/floor.ts';
import type { Joined } from '../../src/lib/live/protocol.ts';
import type { SentCommand } from '../../src/lib/forms/process.ts';
import { processCommand } from '../../src/lib/forms/process.ts';
import { foundCompany, record, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';

/** A Thursday in working hours, eight and a half working days into the month. */
const clock = shiftedClock('2026-11-12T15:00:00+08:00');
let databases: Databases;
let here: LocalApp;
let app: App;
const sockets: Socket[] = [];

beforeAll(async () => {
	databases = await startDatabases();
	here = await startLocalApp({ ...databases, clock });
	({ app } = here);
	await foundCompany(app, '2026-11-01');
	for (const account of [
		{ code: 'm-east', name: '沈国强', leads: ['east'] },
		{ code: 'm-t3', name: '林雅琴', leads: ['t3'] },
		{ code: 'boss', name: '周敏', administrator: true },
		{ code: 'finance', name: '顾雪梅', viewer: true },
		{ code: 'r1', name: '李娜' }
	])
		await app.accounts.create(account, 'test');
	await app.alerts.evaluate();
}, 120_000);
afterAll(async () => {
	for (const socket of sockets) socket.disconnect();
	await here?.close();
	await databases?.stop();
});

const send = (command: SentCommand, by = 'm-east') =>
	app.process.run(processCommand.parse(command), by);

async function floorOf(unit: string): Promise<FloorState> {
	const room = await app.openFloor(unit);
	if (!room.ok) throw new Error(room.reason);
	return room.channel.state;
}
async function cardOf(rep: string): Promise<CardState> {
	const room = await app.openCard(rep);
	if (!room.ok) throw new Error(room.reason);
	return room.channel.state;
}
const rowOf = async (rep: string) => (await floorOf('east')).reps.rows[rep]!;
const kindsOf = async (rep: string) => (await rowOf(rep)).reasons.map(({ kind }) => kind);

describe('the list', () => {
	test('holds who is in the unit’s teams, with the month, the day and why they need somebody', async () => {
		const floor = await floorOf('east');
		expect(floor.teams.order).toEqual(['t1', 't2']);
		expect([...floor.reps.order].sort()).toEqual(['r1', 'r2', 'r3', 'r4', 'r5', 'r6']);
		expect(floor.reps.rows.r1).toMatchObject({
			team: 't1',
			month: { target: 10_000_000, value: 0, index: 0 },
			reasons: [
				{ kind: 'idle' },
				{ kind: 'pace', metric: 'sales', index: 0 },
				{ kind: 'report' },
				{ kind: 'unseen' }
			]
		});
	});

	test('[FLOOR-13] a sale takes its rep down the list, and help that is asked for up', async () => {
		expect((await floorOf('east')).reps.order[0]).toBe('r1');
		await record(app, sale('r1', 9_000_000, { at: clock() }));
		await until(async () => (await floorOf('east')).reps.order.at(-1) === 'r1');
		expect(await rowOf('r1')).toMatchObject({ rank: 1, month: { value: 9_000_000 } });
		expect((await floorOf('east')).month.value).toBe(9_000_000);
		const help = randomUUID();
		await send({ what: 'help.ask', id: help, rep: 'r1', obstacle: 'price', text: '太贵' }, 'r1');
		await until(async () => (await floorOf('east')).reps.order[0] === 'r1');
		expect((await rowOf('r1')).reasons[0]).toMatchObject({ kind: 'help', taken: false });
		await send({ what: 'help.take', id: randomUUID(), help });
		await until(async () => (await floorOf('east')).reps.order[0] !== 'r1');
	});

	test('[FLOOR-15] whoever was with somebody, by whatever tap, has seen them this week', async () => {
		expect(await kindsOf('r2')).toContain('unseen');
		await send({ what: 'walk.seen', id: randomUUID(), rep: 'r2' });
		await until(async () => !(await kindsOf('r2')).includes('unseen'));
		await send({ what: 'note.write', id: randomUUID(), rep: 'r3', text: '在打电话' });
		await until(async () => (await rowOf('r3')).lastContactAt !== undefined);
		// Help was taken.
		expect((await rowOf('r1')).lastContactAt).toBeDefined();
	});

	test('the outlook is that of /progress', async () => {
		const read = await app.progress.read({
			metric: 'sales',
			period: 'month',
			kind: 'rep',
			code: 'r1'
		});
		if (!read.ok) throw new Error('no progress');
		expect((await rowOf('r1')).month.outlook).toEqual(read.progress.outlook);
	});
});

test('a card has the rep’s own figures, and what only whoever leads them sees', async () => {
	const card = await cardOf('r3');
	expect(card).toMatchObject({
		rep: { code: 'r3', team: '一队' },
		process: { notes: [{ text: '在打电话' }] }
	});
	expect(card.alerts.map(({ rule }) => rule)).toContain('pace');
	expect(card.reasons).toEqual((await rowOf('r3')).reasons);
	const me = await app.openMe('r3');
	if (!me.ok) throw new Error(me.reason);
	expect(JSON.stringify(me.channel.state)).not.toContain('在打电话');
	expect(Object.values(card.metrics.rows)).toEqual(Object.values(me.channel.state.metrics.rows));
});

test('[FLOOR-18] a card shows the last days before today on which something was due or booked', async () => {
	const booked = (at: string, amount: number) =>
		record(app, sale('r8', amount, { at: Date.parse(`${at}T14:00:00+08:00`) }));
	await booked('2026-11-10', 900_000_00);
	await booked('2026-11-12', 1_00);
	// A Sunday: nothing was due.
	await booked('2026-11-08', 5_00);
	const { trend = [] } = await cardOf('r8');
	expect(trend.map(({ date }) => date.slice(8))).toEqual([
		'02',
		'03',
		'04',
		'05',
		'06',
		'08',
		'09',
		'10',
		'11'
	]);
	expect(trend.find(({ date }) => date === '2026-11-10')).toMatchObject({ value: 900_000_00 });
	expect(trend.find(({ date }) => date === '2026-11-08')).toEqual({
		date: '2026-11-08',
		value: 5_00
	});
	expect(trend.every(({ date, target }) => date === '2026-11-08' || target! > 0)).toBe(true);
});

describe('[FLOOR-17] what comes of an alert', () => {
	const alertOf = (rep: string) => app.alerts.openOf(rep)[0]!.id;
	const turnedOf = async (rep: string) =>
		(await app.alerts.historyOf(rep, { units: undefined, code: 'boss' }))!.alerts.flatMap(
			({ events }) => events.filter(({ kind }) => kind === 'turned')
		);

	test('stands in its history with its outcome, once however often the tablet sends it', async () => {
		const id = randomUUID();
		const alert = alertOf('r4');
		const command = {
			what: 'action.set',
			id,
			rep: 'r4',
			text: '约三家客户',
			due: '2026-11-13',
			origin: 'alert',
			originId: String(alert)
		} as const;
		expect([await send(command), await send(command)]).toEqual([{ ok: true }, { ok: true }]);
		expect(await turnedOf('r4')).toMatchObject([
			{ by: '沈国强', came: { kind: 'action', action: { id, state: 'open' } } }
		]);
		expect(app.alerts.openOf('r4').find((one) => one.id === alert)?.acknowledgedBy).toBe('m-east');
		const settled = { id: randomUUID(), action: id, state: 'done', outcome: '约到两家' } as const;
		await send({ what: 'action.settle', ...settled });
		expect(await turnedOf('r4')).toMatchObject([{ came: { action: { outcome: '约到两家' } } }]);
	});

	test('cannot be written to an alert of somebody else, and leaves nothing then', async () => {
		const id = randomUUID();
		const foreign = String(alertOf('r7'));
		const command = { what: 'action.set', id, rep: 'r5', text: '一', due: '2026-11-13' } as const;
		for (const originId of [foreign, '0', 'x', undefined])
			expect(
				await send({ ...command, origin: 'alert', ...(originId ? { originId } : {}) })
			).toMatchObject({ ok: false, problems: [{ reason: 'unknown-alert' }] });
		expect(await turnedOf('r7')).toEqual([]);
		const { rowCount } = await here.pool.query('SELECT FROM actions WHERE id = $1', [id]);
		expect(rowCount).toBe(0);
	});

	test('[HELP-7] help that nobody asked for begins taken; nobody helps themselves', async () => {
		const offer = { what: 'help.offer', rep: 'r6', obstacle: 'skill', text: '陪访' } as const;
		const alert = String(alertOf('r6'));
		await send({ ...offer, id: randomUUID(), alert });
		expect(await turnedOf('r6')).toMatchObject([
			{ came: { kind: 'help', help: { state: 'taken' } } }
		]);
		expect(await send({ ...offer, id: randomUUID() }, 'r6')).toMatchObject({
			problems: [{ reason: 'help-oneself' }]
		});
	});
});

describe('[FLOOR-16] a room is joined by', () => {
	async function open(account: string | undefined): Promise<Socket> {
		const session =
			account && (await app.sessions.start(account, { userAgent: null, address: null })).id;
		const socket = io(here.url, {
			transports: ['websocket'],
			reconnection: false,
			forceNew: true,
			...(session ? { extraHeaders: { cookie: `${COOKIES.session}=${session}` } } : {})
		});
		sockets.push(socket);
		await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
		return socket;
	}
	const join = async (socket: Socket, room: string) => {
		const joined = (await socket.timeout(5_000).emitWithAck('join', room, undefined)) as Joined;
		return joined.ok || joined.reason;
	};

	test.each([
		['boss', true, true],
		['m-east', true, false],
		['m-t3', false, true],
		['finance', false, false],
		['r1', false, false],
		[undefined, false, false]
	])('%s', async (account, east, t3) => {
		const socket = await open(account);
		const answer = (may: boolean) => may || 'forbidden';
		for (const room of [floorRoom('east'), floorRoom('t1'), cardRoom('r1')])
			expect(await join(socket, room), room).toBe(answer(east));
		socket.disconnect();
		const again = await open(account);
		for (const room of [floorRoom('t3'), cardRoom('r7')])
			expect(await join(again, room), room).toBe(answer(t3));
		expect(await join(again, floorRoom('company'))).toBe(answer(account === 'boss'));
		expect(await join(again, floorRoom('nowhere'))).toBe(
			account === 'boss' ? 'unknown-room' : 'forbidden'
		);
	});

	test('nobody any longer who has lost the unit, or whose rep has gone to another', async () => {
		const [lost, kept] = [await open('m-t3'), await open('m-east')];
		expect(await join(lost, floorRoom('t3'))).toBe(true);
		expect(await join(kept, floorRoom('east'))).toBe(true);
		await app.unitTree.setManagers('t3', ['boss'], 'test');
		await until(() => lost.disconnected);
		expect(await join(await open('m-t3'), floorRoom('t3'))).toBe('forbidden');
		const card = await open('m-east');
		expect(await join(card, cardRoom('r6'))).toBe(true);
		await app.directory.put('reps', 'r6', { name: '赵敏', team: 't3' } as never, 'test');
		await until(() => card.disconnected);
		expect(kept.connected).toBe(true);
	});
});
