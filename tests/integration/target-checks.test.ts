/** 日点检 of targets: who is on the list and why, what a tick keeps, and whether the supervisors did it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../server/app.ts';
import { foundCompany, record, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { shiftedClock } from '../support/shifted-clock.ts';

/** A Thursday; the company works from Monday to Friday. */
const THURSDAY = '2026-11-12';
const clock = shiftedClock('2026-11-12T15:00:00+08:00');
let databases: Databases;
let local: LocalApp;
let app: App;

beforeAll(async () => {
	databases = await startDatabases();
	local = await startLocalApp({ ...databases, clock });
	({ app } = local);
	await foundCompany(app, '2026-11-01');
	for (const account of [
		{ code: 'm-east', name: '沈国强', leads: ['east'] },
		{ code: 'm-t2', name: '林雅琴', leads: ['t2'] },
		{ code: 'r7', name: '孙伟', leads: ['t3'] }
	])
		await app.accounts.create(account, 'test');
	await local.pool.query(
		`INSERT INTO rep_leave (rep_id, "from", "to", weight)
		SELECT id, '2026-11-12', '2026-11-13', 0 FROM reps WHERE code = 'r2'`
	);
	await app.directory.lookAgain('reps', 'r2');
	// The whole month's target on the second day: ahead until its day has come.
	await record(app, sale('r1', 11_000_000, { at: Date.parse('2026-11-03T10:00:00+08:00') }));
	await record(app, sale('r3', 1_800_000, { at: Date.parse('2026-11-04T10:00:00+08:00') }));
	await record(app, sale('r3', 100, { at: clock() }));
}, 120_000);

afterAll(async () => {
	await local?.close();
	await databases?.stop();
});

const rowOf = async (rep: string, scope?: readonly string[], day?: string) =>
	(await app.checks.list({ scope, day })).rows.find((row) => row.rep.code === rep);
const tick = (rep: string, by: string, more: { day?: string; note?: string } = {}) =>
	app.checks.tick({ rep, metric: 'sales', day: THURSDAY, ...more }, by);

describe('[TRACK-11] the list of a day', () => {
	test('holds every rep with a target, furthest behind first', async () => {
		const list = await app.checks.list({ scope: undefined });
		expect(list).toMatchObject({ day: THURSDAY, open: true, total: 8, done: 0 });
		const indexes = list.rows.map(({ month }) => month.index ?? Infinity);
		expect(indexes).toEqual(indexes.toSorted((a, b) => a - b));
	});

	test('is that of the units one leads, and empty on a day off', async () => {
		const east = await app.checks.list({ scope: ['east'] });
		expect(east.rows.map(({ rep }) => rep.code).sort()).toEqual([
			'r1',
			'r2',
			'r3',
			'r4',
			'r5',
			'r6'
		]);
		expect(await app.checks.list({ scope: undefined, day: '2026-11-08' })).toMatchObject({
			total: 0
		});
	});

	test('[TRACK-12] names the cause', async () => {
		expect((await rowOf('r1'))!.causes).toEqual([{ kind: 'no-entry' }]);
		expect((await rowOf('r2'))!.causes[0]).toEqual({ kind: 'on-leave' });
		expect((await rowOf('r3'))!.causes).toEqual([
			{ kind: 'behind-since', date: expect.stringMatching(/^2026-11-/) }
		]);
		expect((await rowOf('r4'))!.causes).toEqual([
			{ kind: 'no-entry' },
			{ kind: 'behind-since', date: '2026-11-02' }
		]);
	});
});

describe('[TRACK-13] a tick', () => {
	test('keeps the figures that stood there, whatever comes later', async () => {
		expect(await tick('r3', 'm-east', { note: '已电话沟通' })).toEqual({ ok: true });
		await record(app, sale('r3', 5_000_000, { at: clock() }));
		const history = await app.checks.history('r3', { from: THURSDAY, to: THURSDAY });
		expect(history!.entries).toMatchObject([
			{
				day: THURSDAY,
				by: 'm-east',
				byName: '沈国强',
				note: '已电话沟通',
				dayActual: 100,
				monthActual: 1_800_100,
				monthTarget: 12_000_000,
				status: 'at-risk',
				late: false
			}
		]);
		expect((await rowOf('r3'))!.tick).toMatchObject({ byName: '沈国强', note: '已电话沟通' });
	});

	test('is made once, also when two make it at the same moment', async () => {
		const outcomes = await Promise.all([tick('r4', 'm-east'), tick('r4', 'm-t2')]);
		expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
		expect(outcomes.find(({ ok }) => !ok)).toMatchObject({
			problems: [{ reason: 'already-checked' }]
		});
	});

	test('is not for oneself, not for who has no target, not for long ago or tomorrow', async () => {
		expect(await tick('r7', 'r7')).toMatchObject({ problems: [{ reason: 'check-oneself' }] });
		expect(await tick('nobody', 'm-east')).toMatchObject({ problems: [{ reason: 'unknown-rep' }] });
		expect(
			await app.checks.tick({ rep: 'r1', metric: 'visits', day: THURSDAY }, 'm-east')
		).toMatchObject({ problems: [{ reason: 'nothing-to-check' }] });
		for (const day of ['2026-11-04', '2026-11-13'])
			expect(await tick('r1', 'm-east', { day })).toMatchObject({
				problems: [{ reason: 'check-too-late' }]
			});
	});
});

describe('[TRACK-14] the supervisors are checked too', () => {
	test('each by the reps whose nearest leader they are, but not for themselves', async () => {
		const { supervisors, unled } = await app.checks.list({ scope: undefined });
		const of = (code: string) => supervisors.find((row) => row.code === code);
		expect(of('m-east')).toMatchObject({ total: 3, done: 1, units: ['华东'] });
		expect(of('m-t2')).toMatchObject({ total: 3, done: 1 });
		// r7 leads t3 and is in it; nobody leads r7.
		expect(of('r7')).toMatchObject({ total: 1, done: 0 });
		expect(unled).toBe(1);
	});

	test('what was left unticked stays visible on the days after', async () => {
		for (const rep of ['r1', 'r2']) await tick(rep, 'm-east');
		clock.set('2026-11-13T10:00:00+08:00');
		const list = await app.checks.list({ scope: undefined });
		expect(list.earlier).toEqual([{ day: THURSDAY, count: 4 }]);
		const of = (code: string) => list.supervisors.find((row) => row.code === code);
		expect(of('m-t2')).toMatchObject({ total: 3, done: 0, openSince: THURSDAY });
		expect(of('m-east')).toMatchObject({ total: 3, done: 0, openSince: '2026-11-13' });
		// And can still be made up for, which shows.
		expect(await tick('r5', 'm-t2')).toEqual({ ok: true });
		const history = await app.checks.history('r5', { from: THURSDAY, to: THURSDAY });
		expect(history!.entries).toMatchObject([{ late: true }]);
	});
});
