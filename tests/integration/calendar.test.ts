/** The working calendar: own dates, the week and leave move day targets and boards, in every process. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi, runKeyCommand } from '../support/api.ts';
import type { Api } from '../support/api.ts';
import { foundCompany } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { startProxy } from '../support/proxy.ts';
import type { Proxy } from '../support/proxy.ts';
import { startRealServer } from '../support/real-server.ts';
import type { RealServer } from '../support/real-server.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';
import { hangLiveWall } from '../support/wall.ts';
import type { Wall } from '../support/wall.ts';

const clock = shiftedClock(MONDAY_MORNING);
const SATURDAY = '2026-11-28';
const NEXT_MONDAY = '2026-11-30';

let databases: Databases;
let redisPort: Proxy;
/** This process, where the wall hangs. */
let here: LocalApp;
/** Another process on the same databases. */
let there: RealServer;
let api: Api;
let actor: string;
let wall: Wall;

beforeAll(async () => {
	databases = await startDatabases();
	// The embedded Redis has no port of its own.
	redisPort = await startProxy({ path: databases.redisTarget });
	const { databaseUrl: DATABASE_URL, dataDir: DATA_DIR } = databases;
	here = await startLocalApp({ ...databases, clock });
	await foundCompany(here.app, '2026-11-01');
	there = await startRealServer({
		dataDir: DATA_DIR,
		clockOffset: clock.offset,
		env: { DATABASE_URL, REDIS_URL: `redis://127.0.0.1:${redisPort.port}` }
	});
	const key = await runKeyCommand({ DATA_DIR, DATABASE_URL }, 'create', 'calendar test');
	actor = `key:${key.split('.')[0]}`;
	api = createApi(() => there.url, key);
	await until(async () => (await api('GET', '/calendar')).status === 200);
	wall = await hangLiveWall(here.url);
});

afterAll(async () => {
	wall?.close();
	await there?.end();
	await here?.close();
	await redisPort?.close();
	await databases?.stop();
});

const setDays = (...days: { date: string; weight: number | null; note?: string }[]) =>
	api('PUT', '/calendar/days', days);

/** What `there` says of a date. */
async function dayThere(date: string) {
	const { body } = await api('GET', `/calendar?year=${date.slice(0, 4)}`);
	return (body.days as { date: string }[]).find((day) => day.date === date);
}

async function audited(action: string) {
	const { rows } = await here.pool.query<{
		actor: string;
		subject: string;
		before: object | null;
		after: object | null;
	}>('SELECT actor, subject, before, after FROM audit WHERE action = $1 ORDER BY id', [action]);
	return rows;
}

const trend = () => wall.board.trend.targets;

describe('[CAL-9] own dates', () => {
	test('move the day targets and the boards of every process', async () => {
		expect(trend()[SATURDAY]).toBe(0);
		const monday = trend()[NEXT_MONDAY]!;
		const set = await setDays(
			{ date: SATURDAY, weight: 150, note: '周年庆' },
			{ date: NEXT_MONDAY, weight: 0 }
		);
		expect(set).toMatchObject({ status: 200, body: { set: 2, unchanged: 0 } });
		await until(() => trend()[NEXT_MONDAY] === 0);
		expect(trend()[SATURDAY]).toBeGreaterThan(monday);
		// Whatever the weights: the day targets are the month's target, to the fen (APPORTION-1).
		expect(Object.values(trend()).reduce((sum, part) => sum + part, 0)).toBe(100_000_000);
		expect(await dayThere(SATURDAY)).toEqual({
			date: SATURDAY,
			weight: 150,
			source: 'own',
			note: '周年庆'
		});
		expect(await dayThere(NEXT_MONDAY)).toEqual({
			date: NEXT_MONDAY,
			weight: 0,
			source: 'own'
		});
	});

	test('set again change nothing, not even the audit log', async () => {
		const before = await audited('calendar.days');
		const set = await setDays({ date: SATURDAY, weight: 150, note: '周年庆' });
		expect(set.body).toEqual({ set: 0, unchanged: 1 });
		expect(await audited('calendar.days')).toEqual(before);
	});

	test('go back to what the calendar says', async () => {
		await setDays(
			{ date: NEXT_MONDAY, weight: null },
			{ date: SATURDAY, weight: null },
			{ date: '2026-12-31', weight: null }
		);
		await until(() => trend()[SATURDAY] === 0);
		expect((await audited('calendar.days')).at(-1)).toEqual({
			actor,
			subject: `${SATURDAY}..${NEXT_MONDAY}`,
			before: { [SATURDAY]: { weight: 150, note: '周年庆' }, [NEXT_MONDAY]: { weight: 0 } },
			after: { [SATURDAY]: null, [NEXT_MONDAY]: null }
		});
	});

	test('are set all or none', async () => {
		const twice = await setDays(
			{ date: '2026-12-01', weight: 0 },
			{ date: '2026-12-01', weight: 100 }
		);
		expect(twice.status).toBe(422);
		expect(twice.body.errors).toMatchObject([{ path: '1.date', value: '2026-12-01' }]);
		const heavy = await setDays(
			{ date: '2026-12-01', weight: 0 },
			{ date: '2026-12-02', weight: 1_001 }
		);
		expect(heavy.body.errors).toMatchObject([{ path: '1.weight', value: 1_001 }]);
		expect(await dayThere('2026-12-01')).toMatchObject({ source: 'week' });
	});

	test('set in two processes at once are both kept', async () => {
		await Promise.all([
			setDays({ date: '2026-12-05', weight: 100 }),
			here.app.organisation.setDays([{ date: '2026-12-06', weight: 50 }], 'here')
		]);
		const both = { '2026-12-05': 100, '2026-12-06': 50 };
		await until(() => {
			expect(here.app.organisation.calendar.dates).toEqual(both);
		});
		await until(async () => {
			expect(await dayThere('2026-12-05')).toMatchObject({ weight: 100 });
			expect(await dayThere('2026-12-06')).toMatchObject({ weight: 50 });
		});
	});
});

describe('the working week', () => {
	test('[SETTINGS-1] moves day targets; the audit log holds what changed, and nothing else', async () => {
		const week = [100, 100, 100, 100, 100, 100, 0];
		const put = await api('PUT', '/calendar', { week, holidays: 'CN' });
		expect(put.body).toEqual({ week, holidays: 'CN' });
		await until(() => trend()[SATURDAY]! > 0);
		expect((await audited('organisation.update')).at(-1)).toEqual({
			actor,
			subject: 'organisation',
			before: { week: [100, 100, 100, 100, 100, 0, 0] },
			after: { week }
		});
	});

	test('[CAL-11] has work on one day at least', async () => {
		const { status, body } = await api('PUT', '/calendar', { week: [0, 0, 0, 0, 0, 0, 0] });
		expect(status).toBe(422);
		expect(body.errors).toMatchObject([{ path: 'week' }]);
	});

	test('[CAL-10] of a year whose public holidays are not announced, the answer says so', async () => {
		expect((await api('GET', '/calendar?year=2026')).body).toMatchObject({ published: true });
		expect(await dayThere('2026-10-10')).toMatchObject({ source: 'make-up', holiday: '国庆节' });
		const far = await api('GET', '/calendar?year=2199');
		expect(far.body).toMatchObject({ published: false, holidays: 'CN' });
		expect(far.body.days).toHaveLength(365);
	});
});

test('[CAL-5] leave of a rep lowers their days, in every process', async () => {
	const thereOn27 = async () => {
		const { body } = await api('GET', '/progress?kind=rep&code=r1');
		return (body.days as { date: string; weight: number }[]).find(
			({ date }) => date === '2026-11-27'
		)!.weight;
	};
	const leave = { from: '2026-11-27', to: '2026-11-27', weight: 50 };
	const added = await here.app.directory.leave.add('r1', leave, 'person:admin');
	if (!added.ok) throw new Error('refused');
	expect(here.app.directory.leave.list('r1')).toMatchObject([{ id: added.id, ...leave }]);
	await until(async () => (await thereOn27()) === 50);
	await here.app.directory.leave.remove(added.id, 'person:admin');
	await until(async () => (await thereOn27()) === 100);
	expect(await audited('leave.add')).toMatchObject([
		{ actor: 'person:admin', subject: 'r1', before: null }
	]);
	expect(await audited('leave.remove')).toMatchObject([{ subject: 'r1', after: null }]);
});
