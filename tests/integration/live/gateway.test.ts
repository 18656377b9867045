/** The sockets themselves: a real gateway, a real channel, real screens, and a board whose figures the test sets. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createLog } from '../../../server/log.ts';
import type { Admission } from '../../../server/live/admission.ts';
import { createChannel } from '../../../server/live/channel.ts';
import type { Channel } from '../../../server/live/channel.ts';
import type { Rooms } from '../../../server/live/rooms.ts';
import { createGateway } from '../../../server/live/gateway.ts';
import type { Gateway } from '../../../server/live/gateway.ts';
import type { BoardState } from '../../../src/lib/live/board.ts';
import { boardRoom, readRoom } from '../../../src/lib/live/protocol.ts';
import type { Joined } from '../../../src/lib/live/protocol.ts';
import { boardFixture, boardOf } from '../../support/board-fixture.ts';
import { startProxy } from '../../support/proxy.ts';
import { never, until } from '../../support/until.ts';
import { hangLiveWall } from '../../support/wall.ts';

/** Boards are open to everyone: who may watch is the story of access.test.ts. */
const admission: Admission = {
	identify: async () => ({
		principal: { kind: 'public', watches: true },
		holds: undefined,
		claimHash: undefined
	}),
	mayWatch: () => true,
	roomOf: () => undefined
};
const noDisplays = { connected: () => {}, disconnected: () => {}, stateOf: () => undefined };

const UNITS = ['company', 'u1', 'u2', 'u3', 'u4', 'u5'];

let gateway: Gateway;
let port: number;
let url: string;
let channels: Map<string, Channel<BoardState>>;
const ends: (() => unknown)[] = [];

const fixture = boardFixture();
const withTotal = (value: number): BoardState => {
	const state = fixture.state();
	return boardOf({ ...state, month: { ...state.month, value } });
};

beforeEach(async () => {
	const http = createServer((_, response) => void response.writeHead(404).end());
	gateway = createGateway({ http, admission, trustProxy: false, log: createLog('silent') });
	channels = new Map(
		UNITS.map((unit) => [
			unit,
			createChannel({
				state: withTotal(0),
				emit: (delta) => gateway.emit(boardRoom(unit), delta)
			})
		])
	);
	gateway.serve(
		{
			open: async (room: string) => {
				const of = readRoom(room);
				const channel = of?.kind === 'board' ? channels.get(of.unit) : undefined;
				if (!channel) return { ok: false, reason: 'unknown-room' };
				const { place, state } = channel;
				return { ok: true, room, channel, place, snapshot: state, now: Date.now() };
			}
		} as unknown as Rooms,
		noDisplays
	);
	http.listen(0, '127.0.0.1');
	await once(http, 'listening');
	({ port } = http.address() as AddressInfo);
	url = `http://127.0.0.1:${port}`;
});

afterEach(async () => {
	for (const end of ends.splice(0).toReversed()) await end();
	await gateway.close();
});

const wire = () => `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`;
const company = () => channels.get('company')!;

async function hang(at = url) {
	const wall = await hangLiveWall(at);
	ends.push(wall.close);
	return wall;
}

/** A tool that speaks Socket.IO, well or badly. */
async function tool(options: object = {}): Promise<Socket> {
	const socket = io(url, {
		transports: ['websocket'],
		reconnection: false,
		forceNew: true,
		...options
	});
	ends.push(() => socket.disconnect());
	await new Promise<void>((resolve, reject) => {
		socket.once('connect', resolve);
		socket.once('connect_error', reject);
	});
	return socket;
}

const join = (socket: Socket, unit: string, place?: unknown): Promise<Joined> =>
	socket.timeout(5_000).emitWithAck('join', boardRoom(unit), place);

/** Whatever else happened, the server still serves. */
async function expectToServe(): Promise<void> {
	const wall = await hang();
	const value = wall.board.month.value + 1;
	company().update(withTotal(value));
	await until(() => wall.board.month.value === value);
}

describe('a screen that missed', () => {
	async function miss(changes: number) {
		const wire = await startProxy({ port, host: '127.0.0.1' });
		ends.push(wire.close);
		const wall = await hang(`http://127.0.0.1:${wire.port}`);
		wire.cut();
		await until(() => wall.view!.status === 'stale');
		for (let i = 1; i <= changes; i++) company().update(withTotal(i));
		wire.heal();
		await until(() => wall.view!.status === 'live');
		expect(wall.view!.state).toEqual(company().state);
		expect(wall.view!.place).toEqual(company().place);
		// And it goes on from there.
		company().update(withTotal(-1));
		await until(() => wall.board.month.value === -1);
	}

	test.each([0, 1, 255, 256, 257, 1_000])('[LIVE-5] %i deltas shows what the server has', miss);

	test('[LIVE-6] a wire that goes silent without a word is noticed, and followed again', async () => {
		const wire = await startProxy({ port, host: '127.0.0.1' });
		ends.push(wire.close);
		const wall = await hang(`http://127.0.0.1:${wire.port}`);
		wire.freeze();
		company().update(withTotal(5));
		await until(() => wall.view!.status === 'stale', { within: 25_000 });
		company().update(withTotal(6));
		wire.heal();
		await until(() => wall.view!.status === 'live' && wall.board.month.value === 6);
	}, 40_000);

	test('[LIVE-6] nothing, but whose joining meets a storm of deltas, ends with the last one', async () => {
		let value = 0;
		const storm = setInterval(() => {
			for (let i = 0; i < 20; i++) company().update(withTotal(++value));
		}, 1);
		for (let i = 0; i < 40; i++) {
			const wall = await hang();
			await until(() => wall.views.length > 3);
			wall.close();
		}
		const last = await Promise.all(Array.from({ length: 20 }, () => hang()));
		clearInterval(storm);
		for (const wall of last) await until(() => wall.board.month.value === value);
	});
});

describe('[LIVE-4] an answer to join', () => {
	test('is the whole picture to whoever comes for the first time', async () => {
		const joined = await join(await tool(), 'company');
		expect(joined).toMatchObject({ ok: true, place: company().place, snapshot: company().state });
	});

	test('is what was missed, to whoever has a place', async () => {
		const { place } = company();
		company().update(withTotal(1));
		company().update(withTotal(2));
		const joined = await join(await tool(), 'company', place);
		expect(joined).toMatchObject({ ok: true, place: company().place });
		expect('deltas' in joined && joined.deltas.map(({ seq }) => seq)).toEqual([1, 2]);
	});

	test('is the whole picture to a place that never was', async () => {
		const socket = await tool();
		const { epoch } = company().place;
		for (const place of [
			{ epoch, seq: 1 },
			{ epoch: 'another', seq: 0 }
		])
			expect(await join(socket, 'company', place)).toHaveProperty('snapshot');
	});

	test('says that there is no such room', async () => {
		expect(await join(await tool(), 'nowhere')).toEqual({ ok: false, reason: 'unknown-room' });
	});
});

describe('[LIVE-11] is refused', () => {
	test('a page of another origin', async () => {
		const socket = new WebSocket(wire(), {
			origin: 'http://elsewhere.example'
		});
		const [, response] = await once(socket, 'unexpected-response');
		expect(response.statusCode).toBe(400);
	});

	test('but not the server’s own page, nor a tool without an origin', async () => {
		for (const origin of [url, undefined]) {
			const socket = new WebSocket(
				`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`,
				origin === undefined ? {} : { origin }
			);
			await once(socket, 'open');
			socket.terminate();
		}
	});

	test('an opaque origin, as of a sandboxed frame or a file', async () => {
		const socket = new WebSocket(wire(), {
			origin: 'null'
		});
		const [, response] = await once(socket, 'unexpected-response');
		expect(response.statusCode).toBe(400);
	});

	test('long polling', async () => {
		const response = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
		expect(response.status).toBe(400);
	});

	test('a message larger than 64 kB', async () => {
		const socket = await tool();
		socket.emit('join', 'x'.repeat(70_000));
		await until(() => socket.disconnected);
		await expectToServe();
	});

	test('a fifth room, also when all are asked for at once; a room it is in may be joined again', async () => {
		const socket = await tool();
		const joined = await Promise.all(UNITS.map((unit) => join(socket, unit)));
		expect(joined.map(({ ok }) => ok)).toEqual([true, true, true, true, false, false]);
		expect(joined[4]).toEqual({ ok: false, reason: 'forbidden' });
		expect(await join(socket, 'u3')).toMatchObject({ ok: true });
		socket.emit('leave', boardRoom('u1'));
		expect(await join(socket, 'u5')).toMatchObject({ ok: true });
	});

	test('a screen that does not read is dropped before it fills memory', async () => {
		const wall = await hang();
		const socket = new WebSocket(wire());
		const said: string[] = [];
		socket.on('message', (data) => said.push(String(data)));
		const hear = (start: string) => until(() => said.some((text) => text.startsWith(start)));
		await once(socket, 'open');
		socket.send('40');
		await hear('40');
		socket.send(`420["join","${boardRoom('company')}",null]`);
		await hear('430');
		socket.pause();
		expect(gateway.screens).toBe(2);
		// The kernel takes some megabytes, then they pile up here, delta by delta.
		const state = withTotal(0);
		const start = performance.now();
		let sent = 0;
		while (gateway.screens === 2) {
			const name = `${++sent}-`.padEnd(2_000, '龙');
			company().update({ ...state, unit: { ...state.unit, name } });
			await new Promise((resolve) => setTimeout(resolve, 1));
			// The heartbeat would find out after ten seconds at the earliest.
			if (performance.now() - start > 9_000) throw new Error('it was not dropped');
		}
		await until(() => wall.view!.state.unit.name.startsWith(`${sent}-`));
		socket.terminate();
	});
});

describe('bad messages do no harm:', () => {
	const rubbish: [string, unknown[]][] = [
		['no arguments', []],
		['no callback', ['board:sales/company']],
		['a room without a board', ['board:company', null, () => {}]],
		['a number as room', [7, null, () => {}]],
		['a foreign room', ['secret:company', null, () => {}]],
		['an endless room', [`board:sales/${'x'.repeat(200)}`, null, () => {}]],
		['a place of nonsense', ['board:sales/company', { epoch: 5, seq: 'x' }, () => {}]],
		['a negative place', ['board:sales/company', { epoch: 'x', seq: -1 }, () => {}]],
		['prototype names', ['board:sales/__proto__', JSON.parse('{"__proto__":{"seq":1}}'), () => {}]]
	];

	test.each(rubbish)('join with %s', async (_, request) => {
		const socket = await tool();
		socket.emit('join', ...request);
		await expectToServe();
	});

	test.each([
		['nothing', []],
		['null', [null]],
		['an object that cannot be text', [{ toString: null, valueOf: null }]],
		['a list', [[]]],
		['a room it is not in', ['board:sales/u1']],
		['a room that is no board', ['display:1']]
	])('leave with %s', async (_, request) => {
		const socket = await tool();
		await join(socket, 'company');
		socket.emit('leave', ...request);
		await expectToServe();
	});

	test.each([
		'not a packet',
		'4',
		'42',
		'42[',
		'42{}',
		'42[null]',
		'42["join"',
		'451-["join",{"_placeholder":true,"num":9}]',
		'40/admin,',
		'41',
		'43[]',
		'9'
	])('a frame of %j', async (frame) => {
		const socket = new WebSocket(wire());
		await once(socket, 'open');
		socket.send('40');
		socket.send(frame);
		socket.send(Buffer.from([1, 2, 3]));
		await expectToServe();
		socket.terminate();
	});

	test('an event that nobody knows', async () => {
		const socket = await tool();
		socket.emit('delta', 'board:sales/company', { epoch: 'x', seq: 1, patch: {} });
		socket.emit('disconnect_all', 1);
		await expectToServe();
		expect(socket.connected).toBe(true);
	});
});

test('[LIVE-1] a screen that leaves a room hears no more of it', async () => {
	const socket = await tool();
	let heard = 0;
	socket.on('delta', () => heard++);
	await join(socket, 'company');
	company().update(withTotal(1));
	await until(() => heard === 1);
	socket.emit('leave', boardRoom('company'));
	await join(socket, 'u1');
	company().update(withTotal(2));
	await never(() => heard > 1);
});
