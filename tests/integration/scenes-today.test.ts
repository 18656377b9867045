/** Scenes of the day on open walls: the work of today, contests, and the sprint; and what makes them change. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ContestForm } from '../../src/lib/forms/contest.ts';
import { processCommand } from '../../src/lib/forms/process.ts';
import type { SentCommand } from '../../src/lib/forms/process.ts';
import type { BoardState } from '../../src/lib/live/board.ts';
import { createFeed } from '../../src/lib/live/feed.ts';
import { boardRoom } from '../../src/lib/live/protocol.ts';
import type { SceneKind } from '../../src/lib/scenes/kinds.ts';
import { newScene } from '../../src/lib/scenes/plan.ts';
import type { Plan, PlannedScene } from '../../src/lib/scenes/plan.ts';
import type { ActivityScene, ContestScene, SprintScene } from '../../src/lib/scenes/states.ts';
import { foundCompany, record, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';

/** A Thursday; Friday and Monday are the last working days of the month. */
const TODAY = '2026-11-26';
const clock = shiftedClock(`${TODAY}T10:30:00+08:00`);
let databases: Databases;
let here: LocalApp;
const ends: (() => void)[] = [];

beforeAll(async () => {
	databases = await startDatabases();
	here = await startLocalApp({ ...databases, clock });
	await foundCompany(here.app, '2026-11-01');
	for (const code of ['r1', 'r2', 'r3', 'r4'])
		await here.app.accounts.create({ code, name: code }, 'test');
}, 120_000);
afterAll(async () => {
	await here?.close();
	await databases?.stop();
});
afterEach(() => {
	for (const end of ends.splice(0)) end();
});

const planOf = (...scenes: PlannedScene[]): Plan => ({
	scenes,
	ticker: { show: 'none', text: '' }
});
/** On at any time, with the options named. */
const scene = (kind: SceneKind, options: object = {}): PlannedScene =>
	({
		...newScene(kind, 's'),
		schedule: {},
		options: { ...newScene(kind, 's').options, ...options }
	}) as PlannedScene;

async function make(code: string, ...scenes: PlannedScene[]): Promise<void> {
	const form = { code, name: code, metric: 'sales' };
	const made = await here.app.boardBooks.create(form, 'test', planOf(...scenes));
	expect(made).toMatchObject({ ok: true });
}

/** Every state that a screen of the board shows. */
async function watch(code: string, unit = 'company'): Promise<BoardState[]> {
	const states: BoardState[] = [];
	const feed = createFeed({
		url: here.url,
		room: boardRoom(unit, code),
		onView: ({ state }) => states.push(state)
	});
	ends.push(() => feed.close());
	await until(() => states.length > 0);
	return states;
}

async function send(command: SentCommand): Promise<void> {
	const done = await here.app.process.run(processCommand.parse(command), 'r1');
	expect(done).toMatchObject({ ok: true });
}
const answer = (rep: string, answers: object) =>
	send({ what: 'report.answer', id: randomUUID(), rep, day: TODAY, ...answers } as SentCommand);

describe('[SCENE-300] the work of today', () => {
	const shown = (states: BoardState[]) => states.at(-1)!.scenes.s as ActivityScene;

	test('counts answers and visits per team, at once', async () => {
		await make('work', scene('activity'));
		const states = await watch('work');
		expect(shown(states)).toMatchObject({ level: 'team', total: { people: 8, full: 0 } });
		await answer('r1', { yesterday: 'a', today: 'b', tomorrow: 'c' });
		await answer('r2', { yesterday: 'a', today: ' ' });
		const visit = randomUUID();
		await send({
			what: 'visit.plan',
			id: visit,
			rep: 'r1',
			date: TODAY,
			customer: 'd1',
			purpose: 'order'
		} as SentCommand);
		await send({ what: 'visit.done', id: randomUUID(), visit, result: 'ok' } as SentCommand);
		await until(() => shown(states).total.visitsDone === 1, { within: 2_000 });
		expect(shown(states).rows.rows.t1).toMatchObject({
			people: 3,
			answered: { yesterday: 2, today: 1, tomorrow: 1 },
			full: 1,
			visits: 1,
			visitsDone: 1
		});
		expect(shown(states).rows.order[0]).toBe('t1');
	});

	test('an entry does not compose it anew', async () => {
		await make('quiet', scene('activity'), { ...scene('progress'), id: 'p' });
		const states = await watch('quiet');
		const before = states.at(-1)!;
		await record(here.app, sale('r1', 100_00, { at: clock() }));
		await until(() => states.at(-1)!.scenes.p !== before.scenes.p);
		expect(states.at(-1)!.scenes.s).toBe(before.scenes.s);
	});

	test('[SCENE-301] names people on their team’s own display only, and only where it is asked for', async () => {
		await make('named', scene('activity', { names: true }));
		const [team, company] = await Promise.all([watch('named', 't1'), watch('named')]);
		expect(shown(team)).toMatchObject({ level: 'rep', total: { people: 3 } });
		expect(shown(team).rows.order).toContain('r3');
		expect(shown(company).level).toBe('team');
	});
});

const CONTEST: ContestForm = {
	name: '争先赛',
	kind: 'highest',
	level: 'rep',
	unit: 'company',
	counting: 'metric',
	metric: 'sales',
	metric1: '',
	weight1: '',
	metric2: '',
	weight2: '',
	metric3: '',
	weight3: '',
	handicap: false,
	goal: '',
	from: TODAY,
	to: '2026-11-30',
	prize: ''
};
async function announce(form: Partial<ContestForm>): Promise<number> {
	const added = await here.app.contests.add({ ...CONTEST, ...form }, 'test');
	if (!added.ok) throw new Error(JSON.stringify(added.problems));
	return added.id;
}

describe('[SCENE-310] contests on the wall', () => {
	const shown = (states: BoardState[]) => states.at(-1)!.scenes.s as ContestScene;

	test('one that is announced appears, its standing follows the sales, and its winner stays', async () => {
		await make('match', scene('contest', { places: 3 }));
		const states = await watch('match', 't3');
		expect(shown(states).stage.order).toEqual([]);
		const id = await announce({ unit: 't3', kind: 'first-to-goal', goal: '5000' });
		await until(() => shown(states).stage.order.includes(String(id)), { within: 5_000 });
		await record(here.app, sale('r8', 3_000_00, { at: clock() }));
		const now = () => shown(states).stage.rows[id]!;
		await until(() => now().rows.rows.r8?.score === 3_000_00, { within: 5_000 });
		expect(now().rows.order[0]).toBe('r8');
		await record(here.app, sale('r8', 2_000_00, { at: clock() }));
		await until(() => now().rows.rows.r8?.finished === true, { within: 5_000 });
		clock.set(`${TODAY}T10:33:00+08:00`);
		await until(() => now().settledAt !== undefined, { within: 10_000 });
		expect(now().winners).toMatchObject([{ code: 'r8', score: 5_000_00 }]);
	}, 40_000);

	test('what another process did is shown without waiting for the minute', async () => {
		const id = await announce({ name: '三队', unit: 't3', from: '2026-11-27' });
		await make('heard', scene('contest', { contest: id }));
		const states = await watch('heard');
		await here.pool.query('UPDATE contests SET name = $2 WHERE id = $1', [id, '三队杯']);
		await here.pool.query("SELECT pg_notify('contests', 'another ')");
		await until(() => shown(states).stage.rows[id]?.name === '三队杯', { within: 5_000 });
		await here.app.contests.remove(id, 'test');
	});

	test('of other units it shows those above and below, not those beside; or the one that is named', async () => {
		const beside = await announce({ name: '二队', unit: 't2' });
		const above = await announce({ name: '全公司' });
		await make('all', scene('contest'));
		await make('one', scene('contest', { contest: beside }));
		const [team, company, one] = await Promise.all([
			watch('all', 't1'),
			watch('all'),
			watch('one', 't1')
		]);
		expect(shown(team).stage.order).toEqual([String(above)]);
		expect(shown(company).stage.order).toContain(String(beside));
		expect(shown(company).stage.order[0]).toBe(String(above));
		expect(shown(one).stage.order).toEqual([String(beside)]);
	});
});

describe('[SPRINT-2] the sprint', () => {
	const shown = (states: BoardState[]) => states.at(-1)!.scenes.s as SprintScene;

	test('says what is missing today, hour by hour and team by team, and a sale moves it', async () => {
		await make('sprint', scene('sprint'));
		const states = await watch('sprint', 't2');
		// 450,000 yuan of t2, nothing before today, three working days left.
		expect(shown(states)).toMatchObject({ workingDays: 3, share: 150_000_00, today: 0 });
		const company = await watch('sprint');
		const before = shown(company).pace.hours.find(({ hour }) => hour === 10)!.amount;
		await record(here.app, sale('r4', 50_000_00, { at: clock() }));
		await until(() => shown(states).today === 50_000_00, { within: 2_000 });
		expect(shown(states).pace.hours.find(({ hour }) => hour === 10)!.amount).toBe(50_000_00);
		await until(() => shown(company).teams.rows.t2?.value === 50_000_00, { within: 2_000 });
		const after = shown(company).pace.hours.find(({ hour }) => hour === 10)!.amount;
		expect(after - before).toBe(50_000_00);
		expect(shown(company).teams.order[0]).toBe('t2');
	});

	test('[SPRINT-3] its hours add up to the day, counted on or read again', async () => {
		await make('again', scene('sprint'));
		const states = await watch('again');
		const hoursOf = (of: SprintScene) => of.pace.hours.reduce((sum, { amount }) => sum + amount, 0);
		const before = shown(states).today;
		await record(here.app, sale('r5', 1_000_00, { at: clock() }));
		await until(() => shown(states).today === before + 1_000_00, { within: 2_000 });
		expect(hoursOf(shown(states))).toBe(before + 1_000_00);
		await make('again-2', scene('sprint'));
		expect(hoursOf(shown(await watch('again-2')))).toBe(before + 1_000_00);
	});

	test('[SPRINT-1] a new one is on in the last five working days, after every other scene', async () => {
		await make('mode', { ...scene('clock'), id: 'c' }, newScene('sprint', 's'));
		const states = await watch('mode');
		expect(states.at(-1)!.plan.programme).toMatchObject([
			{ kind: 'clock' },
			{ kind: 'sprint', turns: 'often', spans: [{}] }
		]);
	});
});
