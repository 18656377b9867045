/** Who may open a socket, which rooms it may join, and when it loses them. */
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { COOKIES } from '../../../src/lib/access/cookie-names.ts';
import { createFeed } from '../../../src/lib/live/feed.ts';
import type { FeedView } from '../../../src/lib/live/feed.ts';
import { boardRoom } from '../../../src/lib/live/protocol.ts';
import type { BoardState } from '../../../src/lib/live/board.ts';
import type { DisplayCommand, DisplayState, Joined } from '../../../src/lib/live/protocol.ts';
import { foundCompany, sale } from '../../support/company.ts';
import { startDatabases } from '../../support/databases.ts';
import type { Databases } from '../../support/databases.ts';
import { startLocalApp } from '../../support/local-app.ts';
import type { LocalApp } from '../../support/local-app.ts';
import { startProxy } from '../../support/proxy.ts';
import type { Proxy } from '../../support/proxy.ts';
import { startRealServer } from '../../support/real-server.ts';
import type { RealServer } from '../../support/real-server.ts';
import { MONDAY_MORNING, shiftedClock } from '../../support/shifted-clock.ts';
import { never, until } from '../../support/until.ts';

const clock = shiftedClock(MONDAY_MORNING);
/** ACCESS-7. */
const CUT = { within: 5_000 };

let databases: Databases;
/** Two processes on the same databases; whatever happens at the first must reach the sockets of both. */
let local: LocalApp;
let other: RealServer;
let redisPort: Proxy;
const sockets: Socket[] = [];

beforeAll(async () => {
	databases = await startDatabases();
	local = await startLocalApp({ ...databases, clock, publicBoards: false });
	await foundCompany(local.app, '2026-11-01');
	// The embedded Redis has no port of its own.
	redisPort = await startProxy({ path: databases.redisTarget });
	other = await startRealServer({
		dataDir: databases.dataDir,
		clockOffset: clock.offset,
		env: { DATABASE_URL: databases.databaseUrl, REDIS_URL: `redis://127.0.0.1:${redisPort.port}` }
	});
	const accounts = [
		{ code: 'admin', name: '管理员', administrator: true },
		{ code: 'nobody', name: '无角色' }
	];
	for (const account of accounts) await app().accounts.create(account, 'test');
});

afterEach(() => {
	for (const socket of sockets.splice(0)) socket.disconnect();
});

afterAll(async () => {
	await other?.end();
	await local?.close();
	await redisPort?.close();
	await databases?.stop();
});

const app = () => local.app;
const urls = () => [local.url, other.url];

interface Shown {
	session?: string;
	display?: string;
	claim?: string;
	key?: string;
	as?: string;
	server?: number;
}

/** A socket with what a browser or a program would show. */
async function open({ session, display, claim, key, as, server = 0 }: Shown): Promise<Socket> {
	const cookies = [
		['other', 'a=b'],
		[COOKIES.session, session],
		[COOKIES.display, display],
		[COOKIES.pairing, claim]
	];
	const socket = io(urls()[server]!, {
		transports: ['websocket'],
		reconnection: false,
		forceNew: true,
		...(as === undefined ? {} : { query: { as } }),
		extraHeaders: {
			cookie: cookies
				.filter(([, value]) => value !== undefined)
				.map(([name, value]) => `${name}=${value}`)
				.join('; '),
			...(key === undefined ? {} : { authorization: `Bearer ${key}` })
		}
	});
	sockets.push(socket);
	await new Promise<void>((resolve, reject) => {
		socket.once('connect', resolve);
		socket.once('connect_error', reject);
	});
	return socket;
}

const join = (socket: Socket, unit = 'company', board?: string): Promise<Joined<BoardState>> =>
	socket.timeout(5_000).emitWithAck('join', boardRoom(unit, board), null);

const ok = { ok: true };
const forbidden = { ok: false, reason: 'forbidden' };

async function signIn(account: string) {
	return (await app().sessions.start(account, { userAgent: null, address: null })).id;
}

async function pairDisplay(unit = 't1', board = 'sales') {
	const { pairings } = app();
	const offer = await pairings.offer(undefined, `10.1.0.${Math.floor(Math.random() * 250)}`);
	if (offer.state !== 'waiting') throw new Error(offer.state);
	const form = { code: offer.code, name: '大厅', board, unit, locale: '' as const };
	const paired = await pairings.pair(form, crypto.randomUUID(), 'test');
	if (!paired.ok) throw new Error(JSON.stringify(paired.problems));
	return { id: paired.id, display: `${paired.id}.${offer.claim}` };
}

describe('[LIVE-12] a room is joined by', () => {
	test('nobody whom we do not know, while the boards are not public', async () => {
		expect(await join(await open({}))).toEqual(forbidden);
		expect(await join(await open({ session: 'made-up', display: 'aaaaaaaaaaaa.x' }))).toEqual(
			forbidden
		);
		// Also a room that does not exist: who may not look, learns nothing.
		expect(await join(await open({}), 'nowhere')).toEqual(forbidden);
	});

	test('whoever is signed in and has a role', async () => {
		const socket = await open({ session: await signIn('admin') });
		expect(await join(socket)).toMatchObject(ok);
		expect(await join(socket, 't3', 'collection')).toMatchObject(ok);
		expect(await join(socket, 'nowhere')).toEqual({ ok: false, reason: 'unknown-room' });
		expect(await join(socket, 't1', 'nothing')).toEqual({ ok: false, reason: 'unknown-room' });
		expect(await join(await open({ session: await signIn('nobody') }))).toEqual(forbidden);
	});

	test('a key that may read, and no other', async () => {
		const reading = await app().keys.create({ name: 'r', scopes: ['read'] }, 'test');
		const posting = await app().keys.create({ name: 'p', scopes: ['entries'] }, 'test');
		await app().keys.renew();
		expect(await join(await open({ key: reading }))).toMatchObject(ok);
		expect(await join(await open({ key: posting }))).toEqual(forbidden);
	});

	test('a display: its own board of its own unit, and nothing else', async () => {
		const { display } = await pairDisplay('t1');
		const socket = await open({ display });
		expect(await join(socket, 't1')).toMatchObject(ok);
		for (const [unit, board] of [
			['t2', 'sales'],
			['company', 'sales'],
			['t1', 'collection'],
			['nowhere', 'sales']
		])
			expect(await join(socket, unit, board), `${board}/${unit}`).toEqual(forbidden);
	});

	test('the display of a browser in which somebody is signed in too, unless that person looks', async () => {
		const { display } = await pairDisplay('t1');
		const session = await signIn('admin');
		expect(await join(await open({ display, session }), 't3')).toEqual(forbidden);
		expect(await join(await open({ display, session, as: 'person' }), 't3')).toMatchObject(ok);
	});
});

test('[LIVE-12] nothing that is sent right behind the handshake comes before we know who sends it', async () => {
	const { display } = await pairDisplay('t1');
	const socket = io(local.url, {
		transports: ['websocket'],
		reconnection: false,
		forceNew: true,
		extraHeaders: { cookie: `${COOKIES.display}=${display}` }
	});
	sockets.push(socket);
	// Buffered until the connection stands, then sent in one go.
	const answers = await Promise.all([join(socket, 't1'), join(socket, 't2')]);
	expect(answers).toMatchObject([ok, forbidden]);
});

describe('[ACCESS-7] open sockets are cut, in every process, when', () => {
	const everywhere = (shown: Shown) =>
		Promise.all([open({ ...shown, server: 0 }), open({ ...shown, server: 1 })]);

	async function expectCut(cut: Socket[], kept: Socket[]) {
		await until(() => cut.every((socket) => socket.disconnected), CUT);
		expect(kept.every((socket) => socket.connected)).toBe(true);
	}

	test('a session ends, and no other session of that person', async () => {
		const [ending, staying] = [await signIn('admin'), await signIn('admin')];
		const cut = await everywhere({ session: ending });
		const kept = await everywhere({ session: staying });
		const { holds } = await app().identify({ session: ending });
		if (!holds || !('session' in holds)) throw new Error('no session');
		await app().sessions.end('admin', holds.session);
		await expectCut(cut, kept);
		await app().sessions.endAll('admin');
		await expectCut(kept, []);
	});

	test('a key is revoked', async () => {
		const key = await app().keys.create({ name: 'k', scopes: ['read'] }, 'test');
		const staying = await app().keys.create({ name: 'o', scopes: ['read'] }, 'test');
		await app().keys.renew();
		await until(async () => (await join(await open({ key: staying, server: 1 }))).ok);
		const [cut, kept] = [await everywhere({ key }), await everywhere({ key: staying })];
		await app().keys.revoke(key.split('.')[0]!, 'test');
		await expectCut(cut, kept);
	});

	test('a display is revoked', async () => {
		const { id, display } = await pairDisplay();
		const another = await pairDisplay();
		const cut = await everywhere({ display });
		const kept = await everywhere({ display: another.display });
		await app().displays.revoke(id, 'test');
		await expectCut(cut, kept);
		// It comes back as nobody.
		for (const server of [0, 1])
			expect(await join(await open({ display, server }), 't1')).toEqual(forbidden);
	});

	test('boards are public no more', async () => {
		await app().organisation.update({ publicBoards: true }, {}, 'test');
		await until(async () => (await join(await open({ server: 1 }))).ok);
		const session = await signIn('admin');
		const [cut, kept] = [await everywhere({}), await everywhere({ session })];
		for (const socket of cut) expect(await join(socket)).toMatchObject(ok);
		await app().organisation.update({ publicBoards: false }, {}, 'test');
		await expectCut(cut, kept);
		expect(await join(await open({}))).toEqual(forbidden);
	});

	test('it ended while the handshake was under way', async () => {
		const { id, display } = await pairDisplay();
		const opening = Array.from({ length: 20 }, () => open({ display }).catch(() => undefined));
		const revoking = app().displays.revoke(id, 'test');
		const opened = (await Promise.all(opening)).flatMap((socket) => socket ?? []);
		await revoking;
		for (const socket of opened)
			await until(async () => {
				if (socket.disconnected) return true;
				// Or it came as nobody, and is nobody.
				return (await join(socket, 't1').catch(() => forbidden)).ok === false;
			}, CUT);
	});
});

test('[LIVE-13] a wall that was refused is live as soon as it may watch, without being touched', async () => {
	let forbidden = 0;
	const views: FeedView[] = [];
	const feed = createFeed({
		url: local.url,
		room: boardRoom('company'),
		onView: (view) => views.push(view),
		onForbidden: () => forbidden++,
		random: () => 0.1
	});
	try {
		await until(() => forbidden > 1);
		expect(views).toEqual([]);
		await app().organisation.update({ publicBoards: true }, {}, 'test');
		await until(() => views.at(-1)?.status === 'live');
		const before = forbidden;
		await app().organisation.update({ publicBoards: false }, {}, 'test');
		await until(() => views.at(-1)?.status === 'stale' && forbidden > before, CUT);
	} finally {
		feed.close();
	}
});

describe('[LIVE-14] a display is told', () => {
	async function watch(display: string, server = 0) {
		const states: DisplayState[] = [];
		const commands: DisplayCommand[] = [];
		const deltas: string[] = [];
		const socket = await open({ display, server });
		socket.on('display', (state) => states.push(state));
		socket.on('command', (command) => commands.push(command));
		socket.on('delta', (room) => deltas.push(room));
		return { socket, states, commands, deltas };
	}

	test('what it is when it connects and when that changes, whichever process holds it', async () => {
		const { id, display } = await pairDisplay('t1');
		const told = [await watch(display, 0), await watch(display, 1)];
		const form = { name: '仓库', board: 'sales', unit: 't3', locale: '' as const };
		await app().displays.put(id, form, 'test');
		await app().displays.mute(id, true, 'test');
		for (const { states } of told) {
			await until(() => states.at(-1)?.muted === true, CUT);
			expect(states.at(-1)).toMatchObject({ id, name: '仓库', unit: 't3', locale: 'zh-CN' });
		}
		await app().organisation.update({ locale: 'en' }, {}, 'test');
		for (const { states } of told) await until(() => states.at(-1)?.locale === 'en', CUT);
		await app().organisation.update({ locale: 'zh-CN' }, {}, 'test');
	});

	test('[LIVE-13] with another board it hears no more of the former one, and may join the new one', async () => {
		const { id, display } = await pairDisplay('t1');
		const { socket, deltas, states } = await watch(display);
		expect(await join(socket, 't1')).toMatchObject(ok);
		await app().ledger.append(sale('r1', 100_00, { at: clock() }), 'test');
		await until(() => deltas.length > 0);
		const form = { name: '大厅', board: 'sales', unit: 't3', locale: '' as const };
		await app().displays.put(id, form, 'test');
		await until(() => states.at(-1)?.unit === 't3');
		deltas.length = 0;
		await app().ledger.append(sale('r1', 200_00, { at: clock() }), 'test');
		await never(() => deltas.length > 0);
		expect(await join(socket, 't1')).toEqual(forbidden);
		expect(await join(socket, 't3')).toMatchObject(ok);
		await app().ledger.append(sale('r7', 300_00, { at: clock() }), 'test');
		await until(() => deltas.includes(boardRoom('t3')));
	});

	test('commands, and nobody else is', async () => {
		const [mine, other] = [await pairDisplay(), await pairDisplay()];
		const told = [await watch(mine.display, 0), await watch(mine.display, 1)];
		const untold = await watch(other.display);
		const person = await open({ session: await signIn('admin') });
		let heard = 0;
		person.onAny(() => heard++);
		await app().displays.command(mine.id, 'identify');
		await app().displays.command(mine.id, 'reload');
		for (const { commands } of told) await until(() => commands.join() === 'identify,reload', CUT);
		expect(untold.commands).toEqual([]);
		expect(heard).toBe(0);
	});

	test('that it has been paired, over a socket that joins nothing', async () => {
		const offer = await app().pairings.offer(undefined, '10.2.0.1');
		if (offer.state !== 'waiting') throw new Error(offer.state);
		const waiting = await open({ claim: offer.claim, server: 1 });
		let paired = 0;
		waiting.on('paired', () => paired++);
		expect(await join(waiting, 't1')).toEqual(forbidden);
		const form = { code: offer.code, name: '大厅', board: 'sales', unit: 't1' };
		await app().pairings.pair({ ...form, locale: '' }, 'person:p', 'test');
		await until(() => paired === 1, CUT);
	});
});

test('[DISPLAY-8] a display is online while a socket of it is open, and was seen when it closed', async () => {
	const { id, display } = await pairDisplay();
	expect(await app().displays.view(id)).toMatchObject({ online: false, lastSeenAt: null });
	const socket = await open({ display });
	expect(await app().displays.view(id)).toMatchObject({ online: true });
	socket.disconnect();
	await until(async () => (await app().displays.view(id))!.lastSeenAt !== null);
});

test('[LIVE-1] a board shows its own metric, and only what is booked on it', async () => {
	const socket = await open({ session: await signIn('admin') });
	const heard: string[] = [];
	socket.on('delta', (room) => heard.push(room));
	for (const board of ['sales', 'collection']) {
		const joined = await join(socket, 't2', board);
		if (!joined.ok || !('snapshot' in joined)) throw new Error('no snapshot');
		expect(joined.snapshot.metric.code).toBe(board);
	}
	const entry = sale('r4', 100_00, { at: clock() });
	const appended = await app().ledger.append(
		{ ...entry, kind: 'collection', metric: 'collection' },
		'test'
	);
	expect(appended).toMatchObject(ok);
	await until(() => heard.includes(boardRoom('t2', 'collection')));
	expect(heard).not.toContain(boardRoom('t2', 'sales'));
});
