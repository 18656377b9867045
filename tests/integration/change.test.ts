/**
 * What changes in the middle of a month: each case is made in an application with an open wall and an open tracking table,
 * and both are seen to follow. docs/SPEC.md, CHANGE-*.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { App } from '../../server/app.ts';
import type { TrackingQuery, TrackingView } from '../../server/tracking/tracking.ts';
import type { OverviewBoard } from '../../src/lib/live/board.ts';
import { foundCompany, monthTargets, record, reverse, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';
import { hangLiveWall } from '../support/wall.ts';
import type { Wall } from '../support/wall.ts';

const NOW = '2026-11-18T10:00:00+08:00';
const clock = shiftedClock(NOW);
let databases: Databases;
let local: LocalApp;
let app: App;
const walls: Wall[] = [];
const ends: (() => void)[] = [];

/** An instant of November in Shanghai. */
const on = (day: number, time = '10:00') =>
	Date.parse(`2026-11-${String(day).padStart(2, '0')}T${time}:00+08:00`);
const month = { unit: 'month', start: '2026-11-01' } as const;

function must<T extends { ok: boolean }>(outcome: T): Extract<T, { ok: true }> {
	if (!outcome.ok) throw new Error(JSON.stringify(outcome));
	return outcome as Extract<T, { ok: true }>;
}

beforeAll(async () => {
	databases = await startDatabases();
}, 60_000);

/** Every case has a company of its own, in the middle of November, with a sale of every team. */
beforeEach(async () => {
	clock.set('2026-11-02T08:30:00+08:00');
	const databaseUrl = await databases.freshDatabase();
	local = await startLocalApp({ ...databases, databaseUrl, clock });
	app = local.app;
	await foundCompany(app, month.start);
	must(await app.targets.put(monthTargets('2026-10-01'), 'test'));
	await record(app, sale('r1', 700_000, { at: Date.parse('2026-10-20T10:00:00+08:00') }));
	await record(app, sale('r1', 5_000_000, { at: on(2, '08:00') }));
	clock.set(NOW);
	await record(app, sale('r4', 4_000_000, { at: on(17) }));
	await record(app, sale('r7', 3_000_000, { at: on(17) }));
}, 60_000);

afterEach(async () => {
	for (const wall of walls.splice(0)) wall.close();
	for (const end of ends.splice(0)) end();
	await local?.close();
});
afterAll(() => databases?.stop());

async function table(kind: TrackingQuery['kind'], code: string, more: Partial<TrackingQuery> = {}) {
	return must(await app.tracking.read({ metric: 'sales', kind, code, ...more })).tracking;
}

/** An open table: reads itself again whenever its stream says that it changed. */
async function openTable(
	kind: TrackingQuery['kind'],
	code: string,
	more: Partial<TrackingQuery> = {}
) {
	let shown = await table(kind, code, more);
	let told = 0;
	const end = app.tracking.watch(
		{ metric: 'sales', kind, code },
		{
			onChange: () => {
				told++;
				void table(kind, code, more).then((next) => (shown = next));
			},
			onEnd: () => {}
		}
	);
	ends.push(end!);
	return {
		get shown() {
			return shown;
		},
		/** Resolves when the table was told of a change and shows what it should. */
		async shows(check: (table: TrackingView) => void): Promise<TrackingView> {
			return until(() => {
				if (told === 0) return false;
				check(shown);
				return shown;
			});
		}
	};
}

async function hang(unit?: string) {
	const wall = await hangLiveWall(local.url, unit);
	walls.push(wall);
	const frames = wall.views.length;
	return {
		get board() {
			return wall.board;
		},
		/** Resolves when the wall got a frame that shows what it should. */
		async shows(check: (board: OverviewBoard) => void): Promise<OverviewBoard> {
			return until(() => {
				if (wall.views.length === frames) return false;
				check(wall.board);
				return wall.board;
			});
		}
	};
}

const dayTargets = ({ days }: TrackingView) => days.map(({ target }) => target);
const sum = (amounts: readonly number[]) => amounts.reduce((whole, amount) => whole + amount, 0);
const targetOn = (view: TrackingView, date: string) =>
	view.days.find((day) => day.date === date)!.target;

test('[CHANGE-1] who joins in the middle of a month is on the boards, and their target falls to their days', async () => {
	const [wall, t1, team] = [await hang(), await hang('t1'), await openTable('unit', 't1')];
	must(
		await app.directory.memberships.begin(
			'n1',
			{ name: '新人', team: 't1', since: '2026-11-16' },
			't'
		)
	);
	must(
		await app.targets.put(
			[{ metric: 'sales', period: month, subject: { kind: 'rep', code: 'n1' }, amount: 3_300_000 }],
			'test'
		)
	);
	await wall.shows((board) => {
		expect(board.leadersTotal).toBe(9);
		expect(board.month).toMatchObject({ value: 12_000_000, target: 100_000_000 });
	});
	await t1.shows((board) =>
		expect(board.leaders.rows.n1).toMatchObject({ name: '新人', value: 0, target: 3_300_000 })
	);
	await team.shows(({ parts }) => expect(parts.rows.map(({ code }) => code)).toContain('n1'));
	const own = await table('rep', 'n1');
	// Eleven working days from the 16th on.
	expect(dayTargets(own).slice(0, 15)).toEqual(Array(15).fill(0));
	expect(targetOn(own, '2026-11-16')).toBe(300_000);
	expect(sum(dayTargets(own))).toBe(3_300_000);
	const early = await app.ledger.append(sale('n1', 1, { at: on(13) }), 'test');
	expect(early).toMatchObject({ ok: false, problems: [{ reason: 'no-team-on-day' }] });
});

test('[CHANGE-2] who leaves keeps what they sold, on every board of the month and in every total', async () => {
	const [wall, rep] = [await hang(), await openTable('rep', 'r1')];
	must(await app.directory.memberships.end('r1', '2026-11-17', 'test'));
	const left = await rep.shows((view) => expect(targetOn(view, '2026-11-18')).toBe(0));
	expect(sum(dayTargets(left))).toBe(10_000_000);
	expect(left.progress).toMatchObject({ value: 5_000_000, target: 10_000_000, timeProgress: 1 });
	await wall.shows((board) => {
		expect(board.leaders.rows.r1).toMatchObject({ rank: 1, value: 5_000_000, timeProgress: 1 });
		expect(board.month.value).toBe(12_000_000);
		expect(board.teams.rows.t1).toMatchObject({ value: 5_000_000, target: 40_000_000 });
	});
	const after = await app.ledger.append(sale('r1', 1, { at: on(18, '09:00') }), 'test');
	expect(after).toMatchObject({ ok: false, problems: [{ reason: 'no-team-on-day' }] });
	await record(app, sale('r1', 200_000, { at: on(17) }));
	await wall.shows((board) => expect(board.leaders.rows.r1).toMatchObject({ value: 5_200_000 }));
	clock.set('2026-12-01T10:00:00+08:00');
	const december = await app.leaderboards.read({
		metric: 'sales',
		measure: 'total',
		period: 'month',
		level: 'rep',
		top: 50
	});
	expect(must(december).leaderboard.standings.map(({ subject }) => subject.code)).not.toContain(
		'r1'
	);
});

test('[CHANGE-3] [CHANGE-13] who changes the team leaves what was sold where it was, and brings what comes', async () => {
	const [wall, t1, t2] = [await hang(), await hang('t1'), await hang('t2')];
	const [former, next] = [await openTable('unit', 't1'), await openTable('unit', 't2')];
	must(await app.directory.memberships.begin('r1', { team: 't2', since: '2026-11-18' }, 'test'));
	await t2.shows((board) =>
		expect(board.leaders.rows.r1).toMatchObject({ value: 0, unit: '二队' })
	);
	await record(app, sale('r1', 1_000_000, { at: on(18, '09:30') }));
	// Found out late: it happened when they were in the first team.
	await record(app, sale('r1', 50_000, { at: on(16) }));
	await wall.shows((board) => {
		expect(board.leaders.rows.r1).toMatchObject({ value: 6_050_000, unit: '二队' });
		expect(board.teams.rows).toMatchObject({ t1: { value: 5_050_000 }, t2: { value: 5_000_000 } });
		expect(board.month.value).toBe(13_050_000);
	});
	await t1.shows((board) => expect(board.leaders.rows.r1).toMatchObject({ value: 5_050_000 }));
	await t2.shows((board) => expect(board.leaders.rows.r1).toMatchObject({ value: 1_000_000 }));
	await former.shows(({ progress }) => expect(progress.value).toBe(5_050_000));
	await next.shows(({ progress }) => expect(progress.value).toBe(5_000_000));
	const own = await table('rep', 'r1');
	expect(own.progress).toMatchObject({ value: 6_050_000, target: 10_000_000 });
	expect(own.above.map(({ code }) => code)).toEqual(['company', 'east', 't2']);
	const plan = await app.plan.read({
		metric: 'sales',
		unit: 'month',
		date: month.start,
		open: ['unit:t1', 'unit:t2']
	});
	const rep = must(plan).plan.nodes.find(({ key }) => key === 'rep:r1');
	expect(rep).toMatchObject({ line: ['t2', 'east', 'company'], target: 10_000_000 });
});

test('[CHANGE-4] leave moves day targets to the days that are left and changes no sum', async () => {
	const [wall, rep, company] = [
		await hang(),
		await openTable('rep', 'r1'),
		await openTable('unit', 'company')
	];
	const before = { rep: rep.shown, company: company.shown, wall: wall.board };
	must(
		await app.directory.leave.add('r1', { from: '2026-11-19', to: '2026-11-20', weight: 0 }, 'test')
	);
	const after = await rep.shows((view) => expect(targetOn(view, '2026-11-19')).toBe(0));
	expect(sum(dayTargets(after))).toBe(10_000_000);
	expect(targetOn(after, '2026-11-23')).toBeGreaterThan(targetOn(before.rep, '2026-11-23'));
	expect(after.progress.requiredPerDay).toBeGreaterThan(before.rep.progress.requiredPerDay!);
	await wall.shows((board) => {
		expect(board.leaders.rows.r1!.timeProgress).toBeGreaterThan(
			before.wall.leaders.rows.r1!.timeProgress!
		);
		expect(board.month).toEqual(before.wall.month);
	});
	await company.shows((view) => expect(view.days).toEqual(before.company.days));
	must(await app.directory.leave.remove(app.directory.leave.list('r1')[0]!.id, 'test'));
	await rep.shows((view) => expect(view.days).toEqual(before.rep.days));
});

test('[CHANGE-5] a day that becomes a holiday hands its target to the others, a fixed one too', async () => {
	const fixed = { '2026-11-19': 9_000_000, '2026-11-20': 1_000_000 };
	const plan = {
		metric: 'sales',
		unit: 'month',
		date: month.start,
		subject: 'unit:company'
	} as const;
	must(await app.timeParts.save({ ...plan, parts: '' }, fixed, 'test'));
	const [wall, company] = [await hang(), await openTable('unit', 'company')];
	expect(company.shown.days[18]).toMatchObject({ date: '2026-11-19', target: 9_000_000 });
	const [before] = [company.shown];
	must(await app.organisation.setDays([{ date: '2026-11-19', weight: 0, note: '厂庆' }], 'test'));
	const after = await company.shows((view) => expect(targetOn(view, '2026-11-19')).toBe(0));
	expect(targetOn(after, '2026-11-20')).toBe(1_000_000);
	expect(targetOn(after, '2026-11-23')).toBeGreaterThan(targetOn(before, '2026-11-23'));
	expect(sum(dayTargets(after))).toBe(100_000_000);
	await wall.shows((board) => {
		expect(board.trend.targets['2026-11-19']).toBe(0);
		expect(board.month.timeProgress).toBeGreaterThan(before.progress.timeProgress!);
	});
	must(await app.organisation.setDays([{ date: '2026-11-19', weight: null }], 'test'));
	await company.shows((view) => expect(dayTargets(view)).toEqual(dayTargets(before)));
});

test('[CHANGE-6] a revised target is in force over the whole month, and the former one over what was', async () => {
	const [wall, rep] = [await hang(), await openTable('rep', 'r1')];
	const before = { at: clock(), view: rep.shown };
	clock.set('2026-11-18T10:30:00+08:00');
	must(
		await app.targets.put(
			[
				{ metric: 'sales', period: month, subject: { kind: 'rep', code: 'r1' }, amount: 4_000_000 },
				{ metric: 'sales', period: month, subject: { kind: 'unit', code: 't1' }, amount: 4_500_000 }
			],
			'test'
		)
	);
	const after = await rep.shows(({ progress }) =>
		expect(progress).toMatchObject({ target: 4_000_000, status: 'done' })
	);
	expect(sum(dayTargets(after))).toBe(4_000_000);
	await wall.shows((board) => {
		expect(board.leaders.rows.r1).toMatchObject({ target: 4_000_000, attainment: 1.25 });
		expect(board.teams.order[0]).toBe('t1');
		expect(board.month.target).toBe(100_000_000);
	});
	const then = await table('rep', 'r1', { asOf: new Date(before.at).toISOString() });
	expect(then.days).toEqual(before.view.days);
	expect(then.progress.target).toBe(10_000_000);
});

test('[CHANGE-7] a late entry counts for the day on which it happened, and movement with it', async () => {
	const [wall, company] = [await hang(), await openTable('unit', 'company')];
	// Yesterday's, found this morning: as if it had been there when the day began.
	await record(app, sale('r8', 6_000_000, { at: on(17, '20:00') }));
	await record(app, sale('r2', 100_000, { at: on(18, '08:00') }));
	await wall.shows((board) => {
		expect(board.leaders.order.slice(0, 2)).toEqual(['r8', 'r1']);
		expect(board.leaders.rows.r8).toMatchObject({ rank: 1, movement: 0 });
		expect(board.trend.actuals).toMatchObject({ '2026-11-17': 13_000_000, '2026-11-18': 100_000 });
		expect(board.today.value).toBe(100_000);
	});
	await company.shows(({ days }) => {
		expect(days[16]).toMatchObject({ date: '2026-11-17', actual: 13_000_000 });
		expect(days[17]).toMatchObject({ date: '2026-11-18', actual: 100_000 });
	});
	const former = await table('unit', 'company', { asOf: '2026-11-17' });
	expect(former.progress.value).toBe(5_700_000 - 700_000);
});

test('[CHANGE-8] a back-dated entry moves its own month alone, whichever is shown', async () => {
	const [wall, november, october] = [
		await hang(),
		await openTable('unit', 'company'),
		await openTable('unit', 'company', { month: '2026-10-01' })
	];
	const before = november.shown;
	await record(app, sale('r2', 900_000, { at: Date.parse('2026-10-15T10:00:00+08:00') }));
	await october.shows(({ progress, days }) => {
		expect(progress.value).toBe(1_600_000);
		expect(days[14]).toMatchObject({ date: '2026-10-15', actual: 900_000 });
	});
	await november.shows(({ days }) => expect(days).toEqual(before.days));
	await wall.shows((board) => {
		expect(board.latest.order).toHaveLength(5);
		expect(board.month.value).toBe(12_000_000);
		expect(board.leaders.rows.r2).toMatchObject({ value: 0 });
	});
});

test('[CHANGE-9] a return lowers the day on which it is booked', async () => {
	const [wall, rep] = [await hang(), await openTable('rep', 'r1')];
	await record(app, sale('r1', -2_000_000, { at: on(18, '09:00'), kind: 'return' }));
	await wall.shows((board) => {
		expect(board.leaders.rows.r1).toMatchObject({ value: 3_000_000, rank: 2, movement: -1 });
		expect(board.leaders.rows.r7).toMatchObject({ value: 3_000_000, rank: 2 });
		// Equal now: whoever got there first stands above.
		expect(board.leaders.order.slice(0, 3)).toEqual(['r4', 'r7', 'r1']);
		expect(board.today.value).toBe(-2_000_000);
		expect(board.trend.actuals['2026-11-02']).toBe(5_000_000);
	});
	await rep.shows(({ days }) => {
		expect(days[1]).toMatchObject({ actual: 5_000_000 });
		expect(days[17]).toMatchObject({ date: '2026-11-18', actual: -2_000_000 });
	});
});

test('[CHANGE-10] a reversal takes back today what an earlier day has, from the team that had it', async () => {
	const sold = await record(app, sale('r1', 800_000, { at: on(17), customer: 'd1' }));
	must(await app.directory.memberships.begin('r1', { team: 't2', since: '2026-11-18' }, 'test'));
	const [wall, rep, dealer] = [
		await hang(),
		await openTable('rep', 'r1'),
		await openTable('dealer', 'd1')
	];
	await reverse(app, sold);
	await wall.shows((board) => {
		expect(board.teams.rows).toMatchObject({ t1: { value: 5_000_000 }, t2: { value: 4_000_000 } });
		expect(board.trend.actuals).toMatchObject({ '2026-11-17': 7_800_000, '2026-11-18': -800_000 });
		expect(board.latest.rows[board.latest.order[0]!]).toMatchObject({ kind: 'reversal' });
	});
	await rep.shows(({ days, progress }) => {
		expect(days[16]).toMatchObject({ actual: 800_000 });
		expect(days[17]).toMatchObject({ actual: -800_000 });
		expect(progress.value).toBe(5_000_000);
	});
	await dealer.shows(({ progress }) => expect(progress.value).toBe(0));
});

test('[CHANGE-11] a closing leaves the running month alone; what is booked on a closed date is refused', async () => {
	const [wall, october] = [
		await hang(),
		await openTable('unit', 'company', { month: '2026-10-01' })
	];
	const before = wall.board;
	must(await app.periods.close('2026-10', 'person:admin'));
	await october.shows((view) => {
		expect(view.closed).toBe(true);
		expect(view.progress.value).toBe(700_000);
	});
	const late = sale('r1', 1_000, { at: Date.parse('2026-10-31T10:00:00+08:00') });
	expect(await app.ledger.append(late, 'test')).toMatchObject({
		ok: false,
		problems: [{ reason: 'period-closed', params: { date: '2026-10-31', open: '2026-11-01' } }]
	});
	// The same correction on an open date, with what it sets right.
	await record(app, { ...late, occurredAt: new Date(clock()).toISOString(), corrects: 1 });
	await wall.shows((board) => {
		expect(board.month.value).toBe(before.month.value + 1_000);
		expect(board.today.value).toBe(1_000);
	});
	expect((await table('unit', 'company', { month: '2026-10-01' })).progress.value).toBe(700_000);
});

test('[CHANGE-12] a reopened month takes entries and targets again, and tables follow', async () => {
	must(await app.periods.close('2026-10', 'person:admin'));
	const [wall, october] = [
		await hang(),
		await openTable('unit', 'company', { month: '2026-10-01' })
	];
	expect(october.shown.closed).toBe(true);
	must(await app.periods.reopen('2026-10', '漏记一单', 'person:admin'));
	await october.shows((view) => expect(view.closed).toBe(false));
	await record(app, sale('r2', 300_000, { at: Date.parse('2026-10-31T10:00:00+08:00') }));
	must(
		await app.targets.put(
			[
				{
					metric: 'sales',
					period: { unit: 'month', start: '2026-10-01' },
					subject: { kind: 'unit', code: 'company' },
					amount: 2_000_000
				}
			],
			'test'
		)
	);
	await october.shows(({ progress }) =>
		expect(progress).toMatchObject({ value: 1_000_000, target: 2_000_000 })
	);
	await wall.shows((board) => expect(board.latest.order).toHaveLength(5));
});
