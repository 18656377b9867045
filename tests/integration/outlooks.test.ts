/** One outlook wherever a target is shown: on walls, over the API, in tables, whatever has changed meanwhile. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { App } from '../../server/app.ts';
import { overviewOf } from '../../src/lib/live/board.ts';
import type { Progress } from '../../src/lib/live/board.ts';
import { foundCompany, record, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';

const clock = shiftedClock(MONDAY_MORNING);
let databases: Databases;
let local: LocalApp;
let app: App;

const on = (day: number, time = '10:00') =>
	Date.parse(`2026-11-${String(day).padStart(2, '0')}T${time}:00+08:00`);

beforeAll(async () => {
	databases = await startDatabases();
	clock.set('2026-11-02T09:00:00+08:00');
	local = await startLocalApp({ ...databases, clock });
	({ app } = local);
	await foundCompany(app, '2026-11-01');
	// What everybody brings differs from day to day, so that no outlook is certain.
	for (const day of [2, 3, 4, 5, 6, 9, 10, 11, 12, 13]) {
		clock.set(`2026-11-${String(day).padStart(2, '0')}T15:00:00+08:00`);
		for (const [i, rep] of ['r1', 'r2', 'r4', 'r7'].entries())
			await record(app, sale(rep, ((day * 7 + i * 3) % 11) * 100_000, { at: on(day) }));
	}
	clock.set('2026-11-16T09:00:00+08:00');
}, 120_000);

beforeEach(() => clock.set('2026-11-16T11:20:00+08:00'));

afterAll(async () => {
	await local?.close();
	await databases?.stop();
});

type Subject = { kind: 'unit' | 'rep'; code: string };

async function ofApi(subject: Subject): Promise<Progress['outlook']> {
	const read = await app.progress.read({ metric: 'sales', period: 'month', ...subject });
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	return read.progress.outlook;
}

async function ofTable(subject: Subject): Promise<Progress['outlook']> {
	const read = await app.tracking.read({ metric: 'sales', ...subject });
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	return read.tracking.progress.outlook;
}

async function ofPlan(subject: Subject): Promise<Progress['outlook']> {
	const [one] = await app.tracking.standings({
		metric: 'sales',
		month: '2026-11-01',
		subjects: [subject]
	});
	return one?.outlook;
}

async function ofWall(unit: string): Promise<Progress['outlook']> {
	const opened = await app.boards.open(unit);
	if (!opened.ok) throw new Error(opened.reason);
	return overviewOf(opened.channel.state)!.month.outlook;
}

async function ofPast(unit: string, asOf: string): Promise<Progress['outlook']> {
	const read = await app.past.board({ metric: 'sales', unit, asOf });
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	return read.board.month.outlook;
}

const TEAM: Subject = { kind: 'unit', code: 't1' };
const REP: Subject = { kind: 'rep', code: 'r1' };

/** The tables read everything anew each time; whatever keeps something must say what they say. */
async function agree(): Promise<void> {
	for (const subject of [TEAM, REP, { kind: 'unit', code: 'company' }] as const) {
		const told = await ofTable(subject);
		expect(told).toBeDefined();
		expect(await ofApi(subject)).toEqual(told);
		expect(await ofPlan(subject)).toEqual(told);
	}
	await until(async () => {
		const [wall, table] = [await ofWall('t1'), await ofTable(TEAM)];
		return JSON.stringify(wall) === JSON.stringify(table);
	});
}

test('[OUTLOOK-7] [TARGET-9] is the same on the wall, over the API, in the table and in the plan', async () => {
	await agree();
	expect((await ofTable(TEAM))!.historyDays).toBe(10);
});

test('[OUTLOOK-7] a sale of today moves it without anything being read again', async () => {
	const before = (await ofWall('t1'))!;
	await record(app, sale('r2', 12_000_000, { at: on(16, '11:00') }));
	await agree();
	const after = (await ofWall('t1'))!;
	expect(after.probability).toBeGreaterThanOrEqual(before.probability);
	expect(after.historyDays).toBe(before.historyDays);
});

test('[OUTLOOK-7] an entry of an earlier day is part of it at once', async () => {
	const before = await ofTable(REP);
	await record(app, sale('r1', 9_000_000, { at: on(4, '16:00') }));
	expect(await ofTable(REP)).not.toEqual(before);
	await agree();
	await record(app, sale('r2', 500_000, { at: Date.parse('2026-10-15T10:00:00+08:00') }));
	await agree();
	// A day before the first one with a result makes history longer.
	expect((await ofWall('t1'))!.historyDays).toBeGreaterThan(10);
});

test('[OUTLOOK-7] follows leave and the calendar', async () => {
	const off = [{ date: '2026-11-05', weight: 0, note: '盘点' }];
	expect(await app.organisation.setDays(off, 'test')).toMatchObject({ ok: true });
	await agree();
	const leave = { from: '2026-11-09', to: '2026-11-10', weight: 0 };
	expect(await app.directory.leave.add('r1', leave, 'test')).toMatchObject({ ok: true });
	await agree();
});

test('[OUTLOOK-7] a new business day draws from the day before too', async () => {
	const before = (await ofTable(TEAM))!.historyDays;
	clock.set('2026-11-17T10:00:00+08:00');
	await record(app, sale('r2', 10_000, { at: on(17, '09:30') }));
	await agree();
	expect((await ofTable(TEAM))!.historyDays).toBe(before + 1);
});

test('[OUTLOOK-8] of a past moment it is what was shown then', async () => {
	clock.set('2026-11-17T12:00:00+08:00');
	const shown = await ofTable(TEAM);
	const period = { unit: 'month', start: '2026-11-01' } as const;
	await app.targets.put([{ metric: 'sales', period, subject: TEAM, amount: 90_000_000 }], 'test');
	clock.set('2026-11-17T12:01:00+08:00');
	await record(app, sale('r1', 8_000_000, { at: on(3, '11:00') }));
	expect(await ofPast('t1', '2026-11-17T12:00')).toEqual(shown);
	expect(await ofTable(TEAM)).not.toEqual(shown);
});

test('[OUTLOOK-8] a period that is over has none', async () => {
	const read = await app.progress.read({
		metric: 'sales',
		period: 'month',
		date: '2026-10-01',
		...REP
	});
	expect(read.ok && read.progress.outlook).toBeUndefined();
});
