/** Month end: what a closed month keeps, what it refuses, and that no sale slips through. docs/SPEC.md, PERIOD-*. */
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import type { App } from '../../server/app.ts';
import type { TargetForm } from '../../src/lib/forms/target.ts';
import { foundCompany, monthTargets, record, reverse, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';

const clock = shiftedClock('2026-11-18T10:00:00+08:00');
const ADMIN = 'person:admin';
let databases: Databases;
let databaseUrl: string;
let local: LocalApp;
let app: App;

const october = (day: number) =>
	Date.parse(`2026-10-${String(day).padStart(2, '0')}T10:00:00+08:00`);

const target = (
	start: string,
	amount: number,
	unit: 'month' | 'quarter' = 'month'
): TargetForm => ({
	metric: 'sales',
	period: { unit, start },
	subject: { kind: 'unit', code: 'company' },
	amount
});

beforeAll(async () => {
	databases = await startDatabases();
}, 60_000);

beforeEach(async () => {
	clock.set('2026-11-18T10:00:00+08:00');
	databaseUrl = await databases.freshDatabase();
	local = await startLocalApp({ ...databases, databaseUrl, clock });
	app = local.app;
	await foundCompany(app, '2026-11-01');
	await app.targets.put(monthTargets('2026-10-01'), 'test');
	await record(app, sale('r1', 100_000, { at: Date.parse('2026-08-03T10:00:00+08:00') }));
	await record(app, sale('r1', 700_000, { at: october(20) }));
	await record(app, sale('r4', 300_000, { at: october(21) }));
	await record(app, sale('r4', 50_000, { at: clock() }));
}, 60_000);

afterEach(() => local?.close());
afterAll(() => databases?.stop());

const states = async () =>
	Object.fromEntries((await app.periods.list()).months.map(({ key, state }) => [key, state]));

async function audit(): Promise<{ action: string; subject: string; actor: string }[]> {
	const { rows } = await local.pool.query(
		`SELECT action, subject, actor FROM audit WHERE action LIKE 'period.%' ORDER BY id`
	);
	return rows;
}

test('[PERIOD-1] a month is closed with all before it, once it is over, and keeps what it came to', async () => {
	expect(await states()).toEqual({
		'2026-11': 'running',
		'2026-10': 'open',
		'2026-09': 'open',
		'2026-08': 'open'
	});
	expect(await app.periods.close('2026-11', ADMIN)).toMatchObject({
		ok: false,
		problems: [{ reason: 'month-not-over' }]
	});
	expect(await app.periods.close('2026-13', ADMIN)).toMatchObject({
		ok: false,
		problems: [{ reason: 'unknown-month' }]
	});
	expect(await app.periods.close('2026-10', ADMIN)).toMatchObject({
		ok: true,
		closed: ['2026-08', '2026-09', '2026-10']
	});
	const { months } = await app.periods.list();
	expect(months[1]).toMatchObject({
		key: '2026-10',
		state: 'closed',
		entries: 2,
		figures: [{ metric: { code: 'sales' }, value: 1_000_000, target: 100_000_000, entries: 2 }],
		closings: [{ position: 4, closedBy: 'admin' }]
	});
	expect(months[2]).toMatchObject({ key: '2026-09', state: 'closed', entries: 0, figures: [] });
	expect(await app.periods.close('2026-09', ADMIN)).toMatchObject({
		ok: false,
		problems: [{ reason: 'month-closed' }]
	});
	expect(await audit()).toEqual(
		['2026-08', '2026-09', '2026-10'].map((subject) => ({
			action: 'period.close',
			subject,
			actor: ADMIN
		}))
	);
});

test('[PERIOD-2] what was there before is answered as ever; a reversal lands today and says what it corrects', async () => {
	const form = sale('r2', 40_000, { at: october(5) });
	const first = await record(app, form);
	await app.periods.close('2026-10', ADMIN);
	expect(await app.ledger.append(form, 'test')).toMatchObject({
		ok: true,
		replayed: true,
		entry: { position: first }
	});
	const other = await app.ledger.append({ ...form, externalId: 'other' }, 'test');
	expect(other).toMatchObject({
		ok: false,
		problems: [
			{
				path: 'occurredAt',
				reason: 'period-closed',
				params: { date: '2026-10-31', open: '2026-11-01' }
			}
		]
	});
	const taken = await reverse(app, first);
	const { entries } = await app.ledger.read(taken - 1, 1);
	expect(entries[0]).toMatchObject({
		kind: 'reversal',
		reverses: first,
		corrects: first,
		businessDate: '2026-11-18'
	});
	expect(
		await app.ledger.append({ ...sale('r2', 1, { at: clock() }), corrects: 999 }, 'test')
	).toMatchObject({ ok: false, problems: [{ path: 'corrects', reason: 'unknown-entry' }] });
});

describe('[PERIOD-3] no entry slips in while a month is closed', () => {
	test('what is answered as recorded is counted, the rest is refused, in two processes', async () => {
		const other = await startLocalApp({ ...databases, databaseUrl, clock });
		try {
			const apps = [app, other.app];
			const sending = Array.from({ length: 400 }, async (_, i) => {
				// Spread over the closing, not all in one commit.
				await new Promise((resolve) => setTimeout(resolve, i / 2));
				return apps[i % 2]!.ledger.append(sale('r1', 1_000, { at: october(7) }), 'test');
			});
			await new Promise((resolve) => setTimeout(resolve, 60));
			const closed = await app.periods.close('2026-10', ADMIN);
			expect(closed.ok).toBe(true);
			const answers = await Promise.all(sending);
			const taken = answers.filter(({ ok }) => ok).length;
			const { months } = await app.periods.list();
			expect(months[1]).toMatchObject({
				entries: 2 + taken,
				figures: [{ value: 1_000_000 + taken * 1_000 }]
			});
			for (const answer of answers)
				if (!answer.ok)
					expect(answer.problems).toMatchObject([
						{ reason: 'period-closed', params: { date: '2026-10-31', open: '2026-11-01' } }
					]);
			const { rows } = await local.pool.query(
				`SELECT count(*)::int AS entries FROM entries WHERE business_date BETWEEN '2026-10-01' AND '2026-10-31'`
			);
			expect(rows[0]).toEqual({ entries: 2 + taken });
			// Two applications of one process hear each other as one; as from another process it is told.
			await local.pool.query(`SELECT pg_notify('ledger-closed', 'other ')`);
			await until(() => other.app.ledger.closedThrough === '2026-10-31');
		} finally {
			await other.close();
		}
	});

	test('a target that is changed at the same moment is in before the closing or is refused', async () => {
		const changing = Array.from({ length: 40 }, (_, i) =>
			app.targets.put([target('2026-10-01', 1_000 + i)], 'test')
		);
		await app.periods.close('2026-10', ADMIN);
		for (const put of await Promise.all(changing))
			if (!put.ok) expect(put.problems).toMatchObject([{ reason: 'target-period-closed' }]);
		const { rows } = await local.pool.query(
			`SELECT max(set_at) <= (SELECT closed_at FROM period_closings WHERE month = '2026-10-01') AS before
			FROM targets WHERE period_start = '2026-10-01' AND unit_id IS NOT NULL`
		);
		expect(rows[0]).toBeDefined();
		const again = await app.targets.put([target('2026-10-01', 5)], 'test');
		expect(again).toMatchObject({ ok: false, problems: [{ reason: 'target-period-closed' }] });
	});
});

test('[PERIOD-4] targets, day targets, splits, own dates and leave of a closed month stay', async () => {
	const plan = {
		metric: 'sales',
		unit: 'month',
		date: '2026-10-01',
		subject: 'unit:company'
	} as const;
	const quarter = target('2026-10-01', 9_000_000, 'quarter');
	expect(await app.targets.put([quarter], 'test')).toMatchObject({ ok: true, set: 1 });
	await app.periods.close('2026-10', ADMIN);
	const closed = (reason: string) => ({
		ok: false,
		problems: [{ reason, params: { date: '2026-10-31' } }]
	});
	expect(await app.targets.put([target('2026-10-01', 1)], 'test')).toMatchObject(
		closed('target-period-closed')
	);
	// What is set to what it is changes nothing, and a quarter goes on until its last month is closed.
	expect(await app.targets.put(monthTargets('2026-10-01'), 'test')).toMatchObject({
		ok: true,
		set: 0
	});
	expect(await app.targets.put([{ ...quarter, amount: 8_000_000 }], 'test')).toMatchObject({
		ok: true
	});
	expect(
		await app.timeParts.save({ ...plan, parts: '' }, { '2026-10-12': 1_000 }, 'test')
	).toMatchObject(closed('days-period-closed'));
	const split = await app.splits.save(
		{
			...plan,
			version: 0,
			revision: 0,
			basis: 'equal',
			reason: '',
			unasked: true,
			parts: ''
		} as never,
		[
			['unit:east', '', 90_000_000, 1, false],
			['unit:t3', '', 30_000_000, 1, false]
		] as never,
		{ actor: 'test', deed: 'settle' }
	);
	expect(split).toMatchObject(closed('target-period-closed'));
	expect(await app.organisation.setDays([{ date: '2026-10-12', weight: 0 }], 'test')).toMatchObject(
		closed('days-period-closed')
	);
	expect(
		await app.directory.leave.add('r1', { from: '2026-10-30', to: '2026-11-03', weight: 0 }, 'test')
	).toMatchObject(closed('days-period-closed'));
	expect(
		await app.directory.leave.add('r1', { from: '2026-11-01', to: '2026-11-03', weight: 0 }, 'test')
	).toMatchObject({ ok: true });
});

test('[PERIOD-5] reopening takes a reason, opens what was closed after it too, and keeps the closing', async () => {
	await app.periods.close('2026-09', ADMIN);
	await app.periods.close('2026-10', ADMIN);
	expect(await app.periods.reopen('2026-11', '试试', ADMIN)).toMatchObject({
		ok: false,
		problems: [{ reason: 'month-open' }]
	});
	// Open already, and before all that are closed: refused, and nothing of it stays.
	const closed = await app.periods.list();
	expect(await app.periods.reopen('2026-01', '试试', ADMIN)).toMatchObject({
		ok: false,
		problems: [{ reason: 'month-open' }]
	});
	expect(await app.periods.list()).toEqual(closed);
	expect(app.ledger.closedThrough).toBe('2026-10-31');
	expect(await app.periods.reopen('2026-09', '漏记一单', ADMIN)).toMatchObject({
		ok: true,
		opened: ['2026-09', '2026-10'],
		through: '2026-08-31'
	});
	expect(await states()).toMatchObject({
		'2026-10': 'open',
		'2026-09': 'open',
		'2026-08': 'closed'
	});
	await record(app, sale('r1', 5_000, { at: october(1) }));
	await app.periods.close('2026-10', ADMIN);
	const { months } = await app.periods.list();
	expect(months[1]!.closings).toMatchObject([
		{ entries: 3, figures: [{ value: 1_005_000 }] },
		{ entries: 2, figures: [{ value: 1_000_000 }], reopened: { reason: '漏记一单', by: 'admin' } }
	]);
	expect((await audit()).filter(({ action }) => action === 'period.reopen')).toHaveLength(2);
	expect(await app.periods.reopen('2026-08', '全部', ADMIN)).toMatchObject({ ok: true });
	expect(app.ledger.closedThrough).toBeUndefined();
});

describe('[PERIOD-6] a closed month is looked at in the world of its closing', () => {
	const REPS = ['r1', 'r4'] as const;

	/** October's leaderboards as anybody may ask for them, without what says when they were asked for. */
	async function leaderboards(asOf?: string) {
		const asked = (['total', 'attainment', 'points'] as const).flatMap((measure) =>
			['company', 't1', 't2'].map((unit) => ({ measure, unit }))
		);
		return Promise.all(
			asked.map(async (of) => {
				const query = {
					...of,
					metric: 'sales',
					period: 'month',
					date: '2026-10-15',
					level: 'rep',
					top: 20
				} as const;
				const read = await (asOf === undefined
					? app.leaderboards.read(query)
					: app.past.leaderboard({ ...query, asOf }));
				if (!read.ok) throw new Error('refused');
				const { standings, total } = read.leaderboard;
				return { ...of, standings, total };
			})
		);
	}

	/** Everything of October that is shown: pace, days, parts, race and leaderboards. */
	async function shown() {
		const figures = await Promise.all(
			REPS.map(async (code) => {
				const of = { metric: 'sales', kind: 'rep', code } as const;
				const table = await app.tracking.read({ ...of, month: '2026-10-01' });
				const progress = await app.progress.read({ ...of, period: 'month', date: '2026-10-01' });
				if (!table.ok || !progress.ok) throw new Error('refused');
				const { asOf: _, position: _position, ...figures } = progress.progress;
				return { days: table.tracking.days, own: table.tracking.progress, figures };
			})
		);
		const team = { metric: 'sales', kind: 'unit', code: 't1', month: '2026-10-01' } as const;
		const [table, race] = await Promise.all([
			app.tracking.read(team),
			app.tracking.race({ metric: 'sales', unit: 't1', month: '2026-10-01' })
		]);
		if (!table.ok || !race.ok) throw new Error('refused');
		const { target, timeProgress, field } = race.race;
		return {
			figures,
			parts: table.tracking.parts,
			race: { target, timeProgress, field },
			leaderboards: await leaderboards()
		};
	}

	async function turnEverythingOver(): Promise<void> {
		const week = [0, 100, 100, 100, 50, 100, 100] as const;
		expect(await app.organisation.update({}, { week: [...week] }, 'test')).toMatchObject({
			ok: true
		});
		// As if both had been noticed late: r1 had gone over in October, r2 only come in the middle of it.
		const moved = { team: 't2', since: '2026-10-12' };
		expect(await app.directory.memberships.begin('r1', moved, 'test')).toMatchObject({ ok: true });
		await app.organisation.update(
			{ paceThresholds: { ahead: 2, onTrack: 1.9, behind: 1.8 } },
			{},
			'test'
		);
	}

	test('neither the working week nor memberships nor thresholds move it', async () => {
		await app.periods.close('2026-10', ADMIN);
		const closed = await shown();
		clock.set('2026-11-18T10:05:00+08:00');
		await turnEverythingOver();
		expect(await shown()).toEqual(closed);
		// The running month goes by the new week.
		const read = await app.progress.read({
			metric: 'sales',
			kind: 'rep',
			code: 'r4',
			period: 'month'
		});
		const friday = read.ok
			? read.progress.days.find(({ date }) => date === '2026-11-20')
			: undefined;
		expect(friday?.weight).toBe(50);

		clock.set('2026-11-18T10:05:40+08:00');
		await app.periods.reopen('2026-10', '补录', ADMIN);
		expect(await shown()).not.toEqual(closed);
		clock.set('2026-11-18T10:06:00+08:00');
		await app.periods.close('2026-10', ADMIN);
		expect(await shown()).not.toEqual(closed);
		// And what was shown while it was closed can be shown again.
		const of = { metric: 'sales', kind: 'rep', code: 'r4', month: '2026-10-01' } as const;
		const then = await app.tracking.read({ ...of, asOf: '2026-11-18T10:05:30' });
		expect(then.ok && then.tracking.days).toEqual(closed.figures[1]!.days);
		expect(await leaderboards('2026-11-18T10:05:30')).toEqual(closed.leaderboards);
	});

	test('a month that is open follows, its leaderboards too', async () => {
		const open = await shown();
		await turnEverythingOver();
		const followed = await shown();
		expect(followed).not.toEqual(open);
		expect(followed.leaderboards).not.toEqual(open.leaderboards);
	});

	test('closing a month changes none of its leaderboards', async () => {
		const open = await leaderboards();
		await app.periods.close('2026-10', ADMIN);
		expect(await leaderboards()).toEqual(open);
	});

	test('a unit that came later has its leaderboard, of nobody', async () => {
		await app.periods.close('2026-10', ADMIN);
		clock.set('2026-11-18T10:05:00+08:00');
		const t9 = { name: '新队', kind: 'team', parent: 'east' } as const;
		expect(await app.directory.put('units', 't9', t9, 'test')).toMatchObject({ ok: true });
		const read = await app.leaderboards.read({
			metric: 'sales',
			measure: 'total',
			period: 'month',
			date: '2026-10-15',
			unit: 't9',
			level: 'rep',
			top: 20
		});
		expect(read).toMatchObject({ ok: true, leaderboard: { total: 0 } });
	});

	test('a quarter keeps the days of its closed months', async () => {
		const quarter = async () => {
			const read = await app.progress.read({
				metric: 'sales',
				kind: 'rep',
				code: 'r4',
				period: 'quarter'
			});
			if (!read.ok) throw new Error('refused');
			return read.progress.days
				.filter(({ date }) => date < '2026-11-01')
				.map(({ weight }) => weight);
		};
		await app.periods.close('2026-10', ADMIN);
		const closed = await quarter();
		clock.set('2026-11-18T10:05:00+08:00');
		await turnEverythingOver();
		expect(await quarter()).toEqual(closed);
	});
});
