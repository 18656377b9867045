/** Boards of several scenes on open walls: what they show, what a sale composes anew, and how a change arrives. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newScene } from '../../src/lib/scenes/plan.ts';
import type { Plan } from '../../src/lib/scenes/plan.ts';
import type { SceneKind } from '../../src/lib/scenes/kinds.ts';
import type {
	AlertsScene,
	CollectionsScene,
	DealersScene,
	LeaderboardScene,
	MoversScene,
	Overview,
	ProgressScene,
	RaceScene
} from '../../src/lib/scenes/states.ts';
import { createFeed } from '../../src/lib/live/feed.ts';
import type { BoardState } from '../../src/lib/live/board.ts';
import { boardRoom, MAIN_BOARD } from '../../src/lib/live/protocol.ts';
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
const ends: (() => void)[] = [];

beforeAll(async () => {
	databases = await startDatabases();
	local = await startLocalApp({ ...databases, clock });
	await foundCompany(local.app, '2026-11-01');
});
afterAll(async () => {
	await local?.close();
	await databases?.stop();
});
afterEach(() => {
	for (const end of ends.splice(0)) end();
});

const planOf = (...kinds: SceneKind[]): Plan => ({
	scenes: kinds.map((kind, i) => newScene(kind, `s${i}`)),
	ticker: { show: 'none', text: '' }
});

async function make(code: string, plan: Plan): Promise<void> {
	const made = await local.app.boardBooks.create(
		{ code, name: code, metric: 'sales' },
		'test',
		plan
	);
	expect(made).toMatchObject({ ok: true });
}

const put = (code: string, plan: Plan, revision: number) =>
	local.app.boardBooks.put(
		code,
		{ name: code, metric: 'sales', revision, plan: JSON.stringify(plan) },
		'test'
	);

/** Every state that a screen of the board shows. */
async function watch(code: string, unit = 'company'): Promise<BoardState[]> {
	const states: BoardState[] = [];
	const feed = createFeed({
		url: local.url,
		room: boardRoom(unit, code),
		onView: ({ state }) => states.push(state)
	});
	ends.push(() => feed.close());
	await until(() => states.length > 0);
	return states;
}

describe('a board of several scenes', () => {
	test('[BOARD-2] adapts to the unit of the display, unless a scene names one', async () => {
		const plan = planOf('progress', 'progress', 'race');
		plan.scenes[1]!.unit = 'east';
		await make('adapts', plan);
		const [team, company] = await Promise.all([watch('adapts', 't1'), watch('adapts')]);
		const unitOf = (states: BoardState[], id: string) =>
			(states.at(-1)!.scenes[id] as ProgressScene).unit.code;
		expect([unitOf(team, 's0'), unitOf(team, 's1')]).toEqual(['t1', 'east']);
		expect([unitOf(company, 's0'), unitOf(company, 's1')]).toEqual(['company', 'east']);
		expect((team.at(-1)!.scenes.s2 as RaceScene).level).toBe('rep');
		expect((company.at(-1)!.scenes.s2 as RaceScene).level).toBe('team');
	});

	test('[SCENE-6] a sale composes anew only what it touches', async () => {
		const plan = planOf('progress', 'progress', 'slogans');
		plan.scenes[1]!.unit = 't2';
		await make('touches', plan);
		const states = await watch('touches');
		const before = states.at(-1)!;
		await record(local.app, sale('r1', 500_00, { at: clock() }));
		await until(() => states.at(-1)!.asOf.position > before.asOf.position);
		const after = states.at(-1)!;
		expect((after.scenes.s0 as ProgressScene).month.value).toBe(
			(before.scenes.s0 as ProgressScene).month.value + 500_00
		);
		// What was not touched did not travel: the very same object.
		expect(after.scenes.s1).toBe(before.scenes.s1);
		expect(after.scenes.s2).toBe(before.scenes.s2);
	});

	test('[SCENE-10] a photo is on the wall at once, and gone when it is removed', async () => {
		await make('faces', planOf('overview', 'leaderboard', 'progress'));
		const states = await watch('faces');
		const photos = () => {
			const { s0, s1 } = states.at(-1)!.scenes as Record<string, LeaderboardScene & Overview>;
			return [s0!.leaders.rows.r2!.photo, s1!.places.rows.r2!.photo];
		};
		expect(photos()).toEqual([undefined, undefined]);
		const { s2 } = states.at(-1)!.scenes;
		const png = Buffer.from('89504e470d0a1a0a00', 'hex');
		const put = await local.app.media.put('r2', 'photo', png, 'test');
		if (!put.ok) throw new Error(JSON.stringify(put));
		await expect.poll(photos).toEqual([put.address, put.address]);
		// Where there are no faces nothing was composed anew.
		expect(states.at(-1)!.scenes.s2).toBe(s2);
		await local.app.media.remove('r2', 'photo', 'test');
		await expect.poll(photos).toEqual([undefined, undefined]);
	});

	test('[BOARD-4] a change of the plan reaches a screen as a delta', async () => {
		await make('changes', planOf('progress'));
		const states = await watch('changes');
		const plan = planOf('leaderboard', 'clock');
		expect(await put('changes', plan, 1)).toMatchObject({ ok: true, revision: 2 });
		await until(() => states.at(-1)!.plan.revision === 2, { within: 1_000 });
		const { plan: shown, scenes } = states.at(-1)!;
		expect(shown.programme.map(({ kind }) => kind)).toEqual(['leaderboard', 'clock']);
		expect(Object.keys(scenes).sort()).toEqual(['s0', 's1']);
		expect((scenes.s0 as LeaderboardScene).places.order.length).toBeGreaterThan(0);
	});

	test('[SCENE-7] [ALERT-15] nobody’s bottom and nobody’s alert is shown unless the board says so', async () => {
		const plan = planOf('leaderboard', 'leaderboard');
		Object.assign(plan.scenes[1]!.options, { top: 3, bottom: 2 });
		await make('kind', plan);
		const shown = (await watch('kind')).at(-1)!;
		const [usual, asked] = ['s0', 's1'].map((id) => shown.scenes[id] as LeaderboardScene);
		expect(usual!.bottom).toBeUndefined();
		expect(asked!.bottom!.order.length).toBe(2);
		const kinds = local.app.boards.named(MAIN_BOARD)!.plan.scenes.map(({ kind }) => kind);
		expect(kinds).not.toContain('alerts');
	});

	test('[SCENE-3] outside of every schedule the overview is there', async () => {
		const plan = planOf('clock');
		plan.scenes[0]!.schedule = { days: [7] };
		await make('sundays', plan);
		const [state] = await watch('sundays');
		expect(state!.plan.programme.map(({ kind }) => kind)).toEqual(['clock', 'overview']);
	});
});

describe('scenes of dealers, collections, movers and alerts', () => {
	/** What a board of one scene of a kind shows. */
	async function shown<State>(code: string, kind: SceneKind, options: object = {}, unit?: string) {
		const plan = planOf(kind);
		Object.assign(plan.scenes[0]!.options, options);
		await make(code, plan);
		const states = await watch(code, unit);
		return { states, scene: () => states.at(-1)!.scenes.s0 as State };
	}

	const monthBefore = (): number => Date.parse('2026-10-05T10:00:00+08:00');

	test('[SCENE-210] [SCENE-211] dealers by what they bought, the new one marked, live', async () => {
		await record(local.app, sale('r1', 1_000_00, { at: monthBefore(), customer: 'd1' }));
		await record(local.app, sale('r1', 3_000_00, { at: clock(), customer: 'd1' }));
		const { states, scene } = await shown<DealersScene>('dealers', 'dealers');
		expect(scene()).toMatchObject({ total: 2, active: 1, fresh: 0 });
		const before = states.length;
		await record(local.app, sale('r7', 9_000_00, { at: clock(), customer: 'd2' }));
		await until(() => states.length > before && scene().active === 2);
		const { dealers, fresh, value } = scene();
		expect(dealers.order).toEqual(['d2', 'd1']);
		expect(dealers.rows.d2).toMatchObject({ rank: 1, owner: '孙伟', fresh: true });
		expect(dealers.rows.d1!.fresh).toBeUndefined();
		expect([fresh, value]).toEqual([1, 12_000_00]);
		const own = await shown<DealersScene>('dealers-of-t1', 'dealers', {}, 't1');
		expect(own.scene().dealers.order).toEqual(['d1']);
	});

	test('[SCENE-214] collections against their target and what was sold; who is behind only on request', async () => {
		const target = (kind: 'unit' | 'rep', code: string, amount: number) => ({
			metric: 'collection',
			period: { unit: 'month' as const, start: '2026-11-01' },
			subject: { kind, code },
			amount
		});
		const put = await local.app.targets.put(
			[
				target('unit', 't2', 10_000_00),
				target('rep', 'r4', 4_000_00),
				target('rep', 'r5', 9_000_00)
			],
			'test'
		);
		expect(put).toMatchObject({ ok: true });
		await record(local.app, sale('r4', 10_000_00, { at: clock() }));
		const { states, scene } = await shown<CollectionsScene>('collections', 'collections', {}, 't2');
		const before = states.length;
		const collected = { kind: 'collection', metric: 'collection', at: clock() } as const;
		await record(local.app, sale('r4', 5_000_00, collected));
		await until(() => states.length > before && scene().month.value === 5_000_00);
		expect(scene()).toMatchObject({ month: { attainment: 0.5 }, rate: 0.5, level: 'rep' });
		expect(scene().best.order).toEqual(['r4', 'r5']);
		expect(scene().best.rows.r4).toMatchObject({ today: 5_000_00, attainment: 1.25 });
		expect(scene().best.rows.r4!.lagDays).toBeUndefined();
		expect(scene().overdue).toBeUndefined();
		const asked = await shown<CollectionsScene>('overdue', 'collections', { overdue: 3 }, 't2');
		expect(asked.scene().overdue?.order).toEqual(['r5']);
		expect(asked.scene().overdue?.rows.r5!.lagDays).toBeGreaterThanOrEqual(1);
	});

	test('[SCENE-212] [SCENE-213] who improves against themselves, and who has just begun', async () => {
		await record(local.app, sale('r5', 1_000_00, { at: monthBefore() }));
		await record(local.app, sale('r6', 1_000_00, { at: monthBefore() }));
		await record(local.app, sale('r6', 100_00, { at: clock() }));
		const newcomer = { name: '新来的', team: 't2', since: '2026-11-09' };
		expect(await local.app.directory.put('reps', 'new', newcomer, 'test')).toMatchObject({
			ok: true
		});
		const { states, scene } = await shown<MoversScene>('movers', 'movers', {}, 't2');
		expect(scene().newcomers.order).toEqual(['new']);
		const before = states.length;
		await record(local.app, sale('r5', 30_000_00, { at: clock() }));
		await until(() => states.length > before && scene().movers.order.length > 0);
		expect(scene().movers.order).toEqual(['r5']);
		expect(scene().movers.rows.r5!.improvement).toBeGreaterThan(0);
	});

	test('[SCENE-215] open alerts by person, without amounts, as they are raised and ended', async () => {
		const { scene } = await shown<AlertsScene>('alerts', 'alerts', { people: 40 });
		await local.app.alerts.evaluate();
		await until(() => scene().total > 0);
		const rows = Object.values(scene().reps.rows);
		expect(rows.length).toBe(scene().total);
		for (const row of rows) {
			expect(row.needs.length).toBeGreaterThan(0);
			expect(JSON.stringify(row)).not.toMatch(/value|target|perDay/);
		}
		// Somebody takes one up, and another is put off: seen without anything being booked.
		const open = local.app.alerts.activeOf({ unit: 'company' });
		const first = open.find(({ rep }) => rep.code === rows[0]!.code)!;
		await local.app.alerts.acknowledge(first.id, 'boss');
		await until(() => scene().reps.rows[first.rep.code]?.attended === true);
		const later = clock() + 3_600_000;
		for (const { id, rep } of open)
			if (rep.code === first.rep.code) await local.app.alerts.snooze(id, later, 'boss');
		await until(() => scene().reps.rows[first.rep.code] === undefined);
		const none = await shown<AlertsScene>('no-alerts', 'alerts', {
			pace: false,
			collection: false
		});
		expect(none.scene().total).toBe(0);
	});
});

describe('the books of boards', () => {
	test('[BOARD-3] who saves upon an older revision is refused', async () => {
		await make('twice', planOf());
		expect(await put('twice', planOf('clock'), 1)).toMatchObject({ ok: true });
		expect(await put('twice', planOf('race'), 1)).toMatchObject({
			ok: false,
			problems: [{ reason: 'changed-meanwhile' }]
		});
	});

	test('[BOARD-3] what does not fit is named by its place', async () => {
		await make('wrong', planOf());
		const plan = planOf('clock', 'leaderboard');
		Object.assign(plan.scenes[1]!.options, { top: 1 });
		expect(await put('wrong', plan, 1)).toMatchObject({
			ok: false,
			problems: [{ path: 'scenes.1.options.top', reason: 'too-small' }]
		});
		const elsewhere = planOf('progress');
		elsewhere.scenes[0]!.unit = 'nowhere';
		expect(await put('wrong', elsewhere, 1)).toMatchObject({
			ok: false,
			problems: [{ path: 'scenes.0.unit', reason: 'unknown-unit' }]
		});
	});

	test('[BOARD-5] the main board stays, others go with a line in the audit log', async () => {
		await make('goes', planOf('clock'));
		const { boardBooks } = local.app;
		expect(await boardBooks.remove('sales', 'test')).toMatchObject({ ok: false });
		expect(await boardBooks.remove('goes', 'test')).toEqual({ ok: true });
		expect(local.app.boards.named('goes')).toBeUndefined();
		const { rows } = await local.pool.query(
			"SELECT action FROM audit WHERE subject = 'goes' ORDER BY id"
		);
		expect(rows).toEqual([{ action: 'board.put' }, { action: 'board.put' }]);
	});

	test('[BOARD-6] a picture is what its bytes say, and is kept once', async () => {
		const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(100)]);
		const { pictures } = local.app;
		const added = await pictures.add(png);
		expect(added).toMatchObject({ ok: true });
		expect(await pictures.add(png)).toEqual(added);
		expect(await pictures.add(Buffer.from('<svg></svg>'))).toMatchObject({ ok: false });
		expect(await pictures.add(Buffer.concat([png, Buffer.alloc(1_000_000)]))).toMatchObject({
			ok: false,
			problems: [{ reason: 'picture-too-large' }]
		});
	});
});
