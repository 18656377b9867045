/** The organisation's settings over the API of a real server. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi, foundCompanyOver, runKeyCommand } from '../support/api.ts';
import type { Api } from '../support/api.ts';
import { sale } from '../support/company.ts';
import { databasesIn, makeDataFolder } from '../support/databases.ts';
import { startRealServer } from '../support/real-server.ts';
import type { RealServer } from '../support/real-server.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';
import { hangLiveWall } from '../support/wall.ts';

const clock = shiftedClock(MONDAY_MORNING);

let folder: Awaited<ReturnType<typeof makeDataFolder>>;
let server: RealServer;
let pool: pg.Pool;
let api: Api;
let reader: Api;

const settings = async () => (await api('GET', '/settings')).body;
const put = (body: object) => api('PUT', '/settings', body);
const changes = async () =>
	(
		await pool.query<{ before: object; after: object }>(
			`SELECT before, after FROM audit WHERE action = 'organisation.update' ORDER BY id`
		)
	).rows;

beforeAll(async () => {
	folder = await makeDataFolder();
	server = await startRealServer({ dataDir: folder.path, clockOffset: clock.offset });
	pool = new pg.Pool({ connectionString: (await databasesIn(folder.path)).databaseUrl, max: 2 });
	pool.on('error', () => {});
	const key = (...args: string[]) =>
		runKeyCommand({ DATA_DIR: folder.path }, 'create', 'settings test', ...args);
	api = createApi(() => server.url, await key());
	reader = createApi(() => server.url, `${'x'.repeat(8)}.nobody`);
	await until(async () => (await api('GET', '/settings')).status === 200);
});

afterAll(async () => {
	await pool?.end();
	await server?.end();
	await folder?.remove();
});

describe('before the first entry', () => {
	test('[SETTINGS-3] currency and decimals can change, and the big deal stays the same money', async () => {
		expect(await settings()).toMatchObject({
			currency: 'CNY',
			fractionDigits: 2,
			bigDeal: 5_000_000
		});
		const answer = await put({ currency: 'JPY', fractionDigits: 0 });
		expect(answer.status).toBe(200);
		expect(answer.body).toMatchObject({ currency: 'JPY', fractionDigits: 0, bigDeal: 50_000 });
		await put({ currency: 'CNY', fractionDigits: 2 });
		expect(await settings()).toMatchObject({ currency: 'CNY', bigDeal: 5_000_000 });
	});

	test('[SETTINGS-3] targets hold the decimals, not yet the currency', async () => {
		await foundCompanyOver(api, '2026-11-01');
		const digits = await put({ fractionDigits: 0 });
		expect(digits.body.errors).toMatchObject([{ path: 'fractionDigits', value: 0 }]);
		expect((await put({ currency: 'TWD' })).status).toBe(200);
		expect((await put({ currency: 'CNY' })).status).toBe(200);
	});
});

describe('a change', () => {
	test('[SETTINGS-1] [SETTINGS-2] of one setting leaves the others, and only it is audited', async () => {
		const before = await settings();
		const answer = await put({ publicBoards: true });
		expect(answer.body).toEqual({ ...before, publicBoards: true });
		expect((await changes()).at(-1)).toEqual({
			before: { publicBoards: false },
			after: { publicBoards: true }
		});
		const audited = await changes();
		await put({ publicBoards: true, workingHours: { end: '18:00', start: '09:00' } });
		expect(await changes()).toEqual(audited);
	});

	test('[SETTINGS-6] moves the boards that hang already', async () => {
		const wall = await hangLiveWall(server.url);
		try {
			await put({ name: '龙腾集团', locale: 'en' });
			await until(() => wall.board.organisation.name === '龙腾集团');
			expect(wall.board.organisation.locale).toBe('en');
			const mark = wall.board.month.timeProgress;
			await put({ workingHours: { start: '12:00', end: '24:00' } });
			await until(() => wall.board.month.timeProgress !== mark);
		} finally {
			wall.close();
		}
	});

	test.each([
		['a zone that is none', { timeZone: 'Mars/Olympus' }, 'timeZone'],
		['a bare offset', { timeZone: '+08:00' }, 'timeZone'],
		['a currency that is none', { currency: 'XXQ' }, 'currency'],
		[
			'hours that run backwards',
			{ workingHours: { start: '18:00', end: '09:00' } },
			'workingHours'
		],
		[
			'a break outside the hours',
			{
				workingHours: { start: '09:00', end: '18:00', breaks: [{ start: '08:00', end: '09:30' }] }
			},
			'workingHours'
		],
		[
			'thresholds out of order',
			{ paceThresholds: { ahead: 0.9, onTrack: 0.95, behind: 0.8 } },
			'paceThresholds'
		],
		['a stretch beyond one half', { stretch: 5_001 }, 'stretch'],
		['a big deal of nothing', { bigDeal: 0 }, 'bigDeal'],
		['a setting that there is not', { colour: 'red' }, '']
	])('[SETTINGS-4] with %s is refused beside its field', async (_, body, path) => {
		const before = await settings();
		const answer = await put({ name: 'changed?', ...body });
		expect(answer.status).toBe(422);
		expect(answer.body.errors).toMatchObject([{ path }]);
		expect(await settings()).toEqual(before);
	});

	test('[ACCESS-1] needs a key of the scope', async () => {
		expect((await reader('PUT', '/settings', { publicBoards: false })).status).toBe(401);
	});
});

describe('once there is an entry', () => {
	beforeAll(async () => {
		const { status } = await api('POST', '/entries', sale('r1', 1_280_00, { at: clock() }));
		expect(status).toBe(201);
	});

	test('[SETTINGS-3] currency and decimals stay', async () => {
		const answer = await put({ currency: 'USD', fractionDigits: 3, name: '别的' });
		expect(answer.status).toBe(422);
		expect(answer.body.errors).toMatchObject([
			{ path: 'currency', value: 'USD' },
			{ path: 'fractionDigits', value: 3 }
		]);
		expect(await settings()).toMatchObject({
			currency: 'CNY',
			fractionDigits: 2,
			name: '龙腾集团'
		});
		// Said again, it is no change.
		expect((await put({ currency: 'CNY', fractionDigits: 2 })).status).toBe(200);
	});

	test('[SETTINGS-5] a new time zone leaves its business date and dates the next one', async () => {
		await put({ timeZone: 'Pacific/Honolulu' });
		await api('POST', '/entries', sale('r1', 5_00, { at: clock() }));
		const { body } = await api('GET', '/entries');
		expect(body.entries.map((entry: { businessDate: string }) => entry.businessDate)).toEqual([
			'2026-11-23',
			'2026-11-22'
		]);
	});
});
