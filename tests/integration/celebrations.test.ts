/** What sales mean, decided once; what colleagues send to it; contests from their announcement to their winners. */
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ContestForm } from '../../src/lib/forms/contest.ts';
import { foundCompany, record, reverse, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { never, until } from '../support/until.ts';
import { hangLiveWall } from '../support/wall.ts';
import type { Wall } from '../support/wall.ts';

const clock = shiftedClock(MONDAY_MORNING);
const BOSS = { code: 'boss', name: '周敏' };

let databases: Databases;
let local: LocalApp;
/** Of the same cluster, in the first story. */
let other: LocalApp;
const walls: Wall[] = [];

beforeAll(async () => {
	databases = await startDatabases();
	local = await startLocalApp({ ...databases, clock });
	await foundCompany(local.app, '2026-11-01');
	other = await startLocalApp({ ...databases, clock });
}, 60_000);
afterAll(async () => {
	await local?.close();
	await databases?.stop();
});
afterEach(() => {
	for (const wall of walls.splice(0)) wall.close();
});

const sell = (rep: string, amount: number, more: object = {}) =>
	record(local.app, sale(rep, amount, { at: clock(), ...more }));

async function hang(unit?: string, { url } = local): Promise<Wall> {
	const wall = await hangLiveWall(url, unit);
	walls.push(wall);
	return wall;
}

const meanings = async (rep: string) => {
	const { rows } = await local.pool.query<{ reason: string }>(
		`SELECT meaning ->> 'reason' AS reason
		FROM celebrations JOIN reps ON reps.id = rep_id, jsonb_array_elements(meanings) AS meaning
		WHERE reps.code = $1 AND withdrawn_at IS NULL ORDER BY position`,
		[rep]
	);
	return rows.map(({ reason }) => reason);
};
const count = (rep: string, reason: string) => async () =>
	(await meanings(rep)).filter((one) => one === reason).length;
/** Whatever was booked so far has been looked at. */
const decided = () =>
	until(async () => {
		await sell('r8', 1);
		const { rows } = await local.pool.query(
			`SELECT (SELECT position FROM celebration_head) >= (SELECT position FROM ledger_head) - 1 AS done`
		);
		return rows[0]?.done === true;
	});

describe('the referee', () => {
	test('[CELEBRATE-10] [CELEBRATE-7] two sales at once that cross the day target celebrate it once', async () => {
		// Both stand in one process here, and what a process tells itself it does not hear: the moment shows where it was done.
		const pair = [await hang('t1'), await hang('t1', other)];
		const shown = () =>
			pair.flatMap(({ moments }) => moments).filter(({ id }) => id.startsWith('day-target:'));
		const month = 11_000_000;
		// r2's day target is about a twentieth of this month's; together they cross it, each by itself does not.
		const part = Math.ceil(month / 21 / 2) + 20_000;
		await Promise.all([sell('r2', part), record(other.app, sale('r2', part, { at: clock() }))]);
		await until(async () => (await count('r2', 'day-target')()) > 0);
		await until(() => shown().length > 0);
		await decided();
		expect(await count('r2', 'day-target')()).toBe(1);
		await never(() => shown().length > 1);
		await other.close();
	});

	test('[CELEBRATE-10] a team’s month target is celebrated by the team, those above and nobody beside', async () => {
		const [company, t2, t3] = [await hang(), await hang('t2'), await hang('t3')];
		const id = await sell('r7', 25_000_000);
		const meant = `unit-target:${id}:t3`;
		for (const wall of [company, t3])
			await until(() => wall.moments.some((moment) => moment.id === meant));
		await never(() => t2.moments.some((moment) => moment.id === meant));
	});

	test('[CELEBRATE-11] a new number one is told with the unit that it leads', async () => {
		await sell('r3', 26_000_000);
		await until(async () => expect(await meanings('r3')).toContain('number-one'));
		const [moment] = (await local.app.celebrations.recent({ limit: 40 })).filter(
			({ event }) =>
				event.rep?.code === 'r3' && event.meanings.some((m) => m.reason === 'number-one')
		);
		expect(moment!.event.rank).toBe(1);
		expect(moment!.event.meanings).toContainEqual({ reason: 'number-one', unit: '龙腾贸易' });
	});

	test('[LEDGER-3] the same entry sent again makes nothing again', async () => {
		const before = (await local.app.celebrations.recent({ limit: 100 })).length;
		const form = sale('r4', 40_000_000, { at: clock() });
		await Promise.all([1, 2, 3].map(() => record(local.app, form)));
		await until(async () => (await local.app.celebrations.recent({ limit: 100 })).length > before);
		await decided();
		expect(await count('r4', 'month-target')()).toBe(1);
	});

	test('[CELEBRATE-4] a reversal withdraws; what was taken back can happen again', async () => {
		const id = await sell('r5', 3_000_000);
		await until(async () => expect(await meanings('r5')).toEqual(['day-target']));
		await reverse(local.app, id);
		await until(async () => expect(await meanings('r5')).toEqual([]));
		await sell('r5', 3_000_000);
		await until(async () => expect(await meanings('r5')).toEqual(['day-target']));
	});

	test('[CELEBRATE-7] [OUTBOX-1] whoever leads next goes on where the last one stood, and repeats nothing', async () => {
		await decided();
		const before = await local.pool.query('SELECT id FROM celebrations ORDER BY id');
		await local.close();
		// As if the last leader had died before it noted how far it was.
		const straight = new pg.Pool({ connectionString: databases.databaseUrl, max: 1 });
		await straight.query('UPDATE celebration_head SET position = 0');
		await straight.end();
		local = await startLocalApp({ ...databases, clock });
		await until(async () => {
			const { rows } = await local.pool.query('SELECT position FROM celebration_head');
			return Number(rows[0].position) > 0;
		});
		await decided();
		const after = await local.pool.query('SELECT id FROM celebrations ORDER BY id');
		expect(after.rows).toEqual(before.rows);
		await sell('r6', 4_000_000);
		await until(async () => expect(await meanings('r6')).toContain('day-target'));
	});

	test('[CELEBRATE-1] nothing of what is imported from the past', async () => {
		await sell('r1', 90_000_000, { occurredAt: '2026-11-20T10:00:00+08:00' });
		await decided();
		expect(await meanings('r1')).toEqual([]);
	});
});

describe('a cheer', () => {
	const cheer = (id: string, celebration: string, who = BOSS) =>
		local.app.celebrations.cheer({ id, celebration, cheer: 'clap' }, who);

	test('[CHEER-1] [CHEER-5] flies over the walls that celebrate; [CHEER-2] the same again is the same', async () => {
		const wall = await hang('t2');
		const [moment] = await local.app.celebrations.recent({ unit: 't2', limit: 1 });
		const { id } = moment!.event;
		const answer = { ok: true, total: 1, celebration: id };
		expect(await cheer('cheer-0001', id)).toEqual(answer);
		expect(await cheer('cheer-0001', id)).toEqual(answer);
		await until(() => wall.moments.length > 0);
		await never(() => wall.moments.length > 1);
		expect(wall.moments).toEqual([
			{ kind: 'cheer', id, cheer: 'clap', name: '周敏', serial: 'cheer-0001', total: 1 }
		]);
		const [again] = await local.app.celebrations.recent({ unit: 't2', limit: 1, code: 'boss' });
		expect(again).toMatchObject({ cheers: { clap: 1 }, own: ['clap'], open: true });
	});

	test('[CHEER-3] is limited, for one moment and in a minute, also at once', async () => {
		const moments = await local.app.celebrations.recent({ limit: 40 });
		const [first] = moments;
		const tries = await Promise.all(
			Array.from({ length: 9 }, (_, i) =>
				cheer(`many-000${i}`, first!.event.id, { code: 'fan', name: '粉丝' })
			)
		);
		expect(tries.filter(({ ok }) => ok)).toHaveLength(5);
		expect(tries.find(({ ok }) => !ok)).toMatchObject({
			problems: [{ reason: 'too-many-cheers' }]
		});
	});

	test('[CHEER-4] is for a moment that there is, and not withdrawn or long past', async () => {
		expect((await cheer('cheer-0002', 'big-deal:0')).ok).toBe(false);
		const { rows } = await local.pool.query(
			'SELECT id FROM celebrations WHERE withdrawn_at IS NOT NULL'
		);
		expect((await cheer('cheer-0003', rows[0].id)).ok).toBe(false);
	});

	const encourage = (id: string, rep: string, who = BOSS) =>
		local.app.celebrations.cheer({ id, rep, cheer: 'fire' }, who);
	const phoneOf = async (rep: string) => {
		const room = await local.app.openMe(rep);
		return room.ok ? room.snapshot.applause : undefined;
	};

	beforeAll(() => local.app.accounts.create(BOSS, 'test'));

	test('[CHEER-6] for a rep it goes to their newest moment of the last 24 hours', async () => {
		const mine = (await local.app.celebrations.recent({ limit: 40 })).filter(
			({ event }) => event.rep?.code === 'r3'
		);
		expect(await encourage('to-r3-01', 'r3')).toMatchObject({ celebration: mine[0]!.event.id });
		await until(async () => (await phoneOf('r3'))!.received.order.includes('to-r3-01'));
		expect((await phoneOf('r3'))!.received.rows['to-r3-01']).toMatchObject({
			by: '周敏',
			cheer: 'fire',
			reason: mine[0]!.event.reason
		});
	});

	test('[CHEER-6] without a moment it is for the person, once, and the phone shows it', async () => {
		expect(await encourage('to-r1-01', 'r1')).toEqual({ ok: true, total: 1 });
		expect(await encourage('to-r1-01', 'r1')).toEqual({ ok: true, total: 1 });
		await until(async () => (await phoneOf('r1'))!.received.order.length > 0);
		const { received, counts } = (await phoneOf('r1'))!;
		expect(received.order).toEqual(['to-r1-01']);
		expect(received.rows['to-r1-01']!.reason).toBeUndefined();
		expect(counts).toEqual({ fire: 1 });
		for (const i of [2, 3, 4, 5])
			expect(await encourage(`to-r1-0${i}`, 'r1')).toMatchObject({ ok: true });
		expect(await encourage('to-r1-06', 'r1')).toMatchObject({
			problems: [{ path: 'rep', reason: 'too-many-cheers' }]
		});
	});

	test('[CHEER-6] not for oneself, and for nobody who does not sell', async () => {
		expect(await encourage('to-r5-01', 'r5', { code: 'r5', name: '刘' })).toMatchObject({
			problems: [{ reason: 'cheer-oneself' }]
		});
		expect(await encourage('to-xx-01', 'boss2')).toMatchObject({
			problems: [{ reason: 'unknown-person' }]
		});
		// Somebody else's cheer has this id.
		expect(await encourage('to-r1-01', 'r5', { code: 'fan', name: '粉丝' })).toMatchObject({
			problems: [{ reason: 'command-id-in-use' }]
		});
	});

	test('[POCKET-11] phones show what others celebrate, and what one has sent', async () => {
		const phone = (await phoneOf('r2'))!;
		const [first] = phone.moments.order;
		expect(Object.values(phone.moments.rows).map(({ own }) => own.length)).not.toContain(1);
		const who = { code: 'r2', name: '王建国' };
		await local.app.celebrations.cheer(
			{ id: 'from-r2-01', celebration: first!, cheer: 'thumb' },
			who
		);
		await until(async () => (await phoneOf('r2'))!.moments.rows[first!]!.own.includes('thumb'));
		const all = await local.app.celebrations.recent({ limit: 100 });
		const own = all.filter(({ event }) => event.rep?.code === 'r2').map(({ event }) => event.id);
		expect(own.length).toBeGreaterThan(0);
		expect(phone.moments.order.filter((id) => own.includes(id))).toEqual([]);
	});
});

describe('a photo', () => {
	const png = Buffer.from('89504e470d0a1a0a00', 'hex');
	test('[MEDIA-1] [MEDIA-2] is kept by its bytes, and shown with whoever is celebrated', async () => {
		const { media } = local.app;
		expect(await media.put('r2', 'photo', Buffer.from('<svg>'), 'test')).toMatchObject({
			problems: [{ reason: 'not-a-photo' }]
		});
		expect(await media.put('r2', 'photo', Buffer.alloc(150_001, 1), 'test')).toMatchObject({
			problems: [{ reason: 'media-too-large' }]
		});
		const put = await media.put('r2', 'photo', png, 'test');
		if (!put.ok) throw new Error('refused');
		expect(await media.read(put.address.split('/').at(-1)!)).toEqual({
			type: 'image/png',
			bytes: png
		});
		const [moment] = (await local.app.celebrations.recent({ limit: 40 })).filter(
			({ event }) => event.rep?.code === 'r2'
		);
		expect(moment!.event.rep!.photo).toBe(put.address);
		await media.remove('r2', 'photo', 'test');
		expect(await media.of('r2')).toEqual({});
	});
});

describe('a contest', () => {
	const form = (more: Partial<ContestForm>): ContestForm => ({
		name: '冲刺',
		kind: 'highest',
		level: 'rep',
		unit: 'company',
		counting: 'metric',
		metric: 'collection',
		metric1: '',
		weight1: '',
		metric2: '',
		weight2: '',
		metric3: '',
		weight3: '',
		handicap: false,
		goal: '',
		from: '2026-11-23',
		to: '2026-11-24',
		prize: '奖杯',
		...more
	});
	const hold = async (more: Partial<ContestForm>): Promise<number> => {
		const added = await local.app.contests.add(form(more), 'test');
		if (!added.ok) throw new Error(JSON.stringify(added.problems));
		return added.id;
	};
	const collect = (rep: string, amount: number, day = '2026-11-23') =>
		record(
			local.app,
			sale(rep, amount, {
				at: clock(),
				kind: 'collection',
				metric: 'collection',
				occurredAt: `${day}T09:00:00+08:00`
			})
		);
	const settled = (id: number) =>
		until(async () => {
			const state = await local.app.contests.stateOf(id);
			return state?.settledAt === undefined ? false : state;
		});

	let kinds: Record<'highest' | 'teams' | 'first' | 'improved' | 'bracket' | 'points', number>;

	test('[CONTEST-1] [CONTEST-2] is announced, and not by a wrong form', async () => {
		const wrong = await local.app.contests.add(
			form({ to: '2026-11-01', unit: 'nobody', metric: 'none', kind: 'first-to-goal' }),
			'test'
		);
		expect(wrong).toMatchObject({ ok: false });
		if (!wrong.ok)
			expect(wrong.problems.map(({ path }) => path).sort()).toEqual([
				'goal',
				'metric',
				'to',
				'unit'
			]);
		kinds = {
			highest: await hold({}),
			teams: await hold({ level: 'team' }),
			first: await hold({ kind: 'first-to-goal', goal: '100' }),
			improved: await hold({ kind: 'most-improved' }),
			bracket: await hold({ kind: 'bracket', to: '2026-11-25' }),
			points: await hold({
				counting: 'points',
				metric1: 'collection',
				weight1: '100',
				metric2: 'visits',
				weight2: '1'
			})
		};
		expect((await local.app.contests.activeFor('t1')).map(({ id }) => id)).toEqual(
			expect.arrayContaining([kinds.highest, kinds.bracket])
		);
	});

	test('[CONTEST-3] [CONTEST-10] shows its standing while it runs', async () => {
		await collect('r1', 50_00, '2026-11-20');
		await collect('r2', 10_00, '2026-11-20');
		await collect('r1', 60_00);
		await collect('r2', 30_00);
		await collect('r7', 70_00);
		await record(local.app, sale('r2', 30, { at: clock(), metric: 'visits' }));
		const state = (await local.app.contests.stateOf(kinds.highest))!;
		expect(state.total).toBe(8);
		expect(state.rows.slice(0, 3).map(({ rank, code, score }) => [rank, code, score])).toEqual([
			[1, 'r7', 70_00],
			[2, 'r1', 60_00],
			[3, 'r2', 30_00]
		]);
		const teams = (await local.app.contests.stateOf(kinds.teams))!;
		expect(teams.rows.map(({ code, score }) => [code, score])).toEqual([
			['t1', 90_00],
			['t3', 70_00],
			['t2', 0]
		]);
		const improved = (await local.app.contests.stateOf(kinds.improved))!;
		expect(improved.rows.slice(0, 2).map(({ code, score }) => [code, score])).toEqual([
			['r2', 20_000],
			['r1', 2_000]
		]);
		const points = (await local.app.contests.stateOf(kinds.points))!;
		expect(points.rows[0]).toMatchObject({ code: 'r2', score: 30_000 + 300 });
	});

	test('[CONTEST-6] a goal reached by mistake is taken back before it wins', async () => {
		const mistake = await collect('r3', 100_00);
		expect((await local.app.contests.stateOf(kinds.first))!.rows[0]).toMatchObject({
			code: 'r3',
			finished: true
		});
		await reverse(local.app, mistake);
		await collect('r7', 30_00);
		clock.set('2026-11-23T10:30:00+08:00');
		const state = await settled(kinds.first);
		expect(state.winners!.map(({ code }) => code)).toEqual(['r7']);
		expect(state.phase).toBe('over');
	});

	test('[CONTEST-2] once it has begun its rules stand', async () => {
		const { contests } = local.app;
		expect(await contests.change(kinds.highest, form({ to: '2026-12-24' }), 'test')).toMatchObject({
			problems: [{ reason: 'contest-began' }]
		});
		expect((await contests.change(kinds.highest, form({ name: '回款赛' }), 'test')).ok).toBe(true);
		expect(await contests.change(kinds.first, form({}), 'test')).toMatchObject({
			problems: [{ reason: 'contest-settled' }]
		});
		expect((await contests.remove(kinds.first, 'test')).ok).toBe(false);
	});

	test('[CONTEST-8] is settled once when its days are over; [CONTEST-9] what comes later changes no winner', async () => {
		clock.set('2026-11-25T08:00:00+08:00');
		const state = await settled(kinds.highest);
		expect(state.winners!.map(({ code, score }) => [code, score])).toEqual([['r7', 100_00]]);
		expect((await settled(kinds.teams)).winners![0]).toMatchObject({ code: 't3' });
		const { rows } = await local.pool.query(
			`SELECT count(*)::int AS count FROM audit WHERE action = 'contest.settle' AND subject = $1`,
			[String(kinds.highest)]
		);
		expect(rows[0].count).toBe(1);
		await collect('r1', 500_00, '2026-11-24');
		const later = (await local.app.contests.stateOf(kinds.highest))!;
		expect(later.winners!.map(({ code }) => code)).toEqual(['r7']);
		expect(later.revised).toEqual([{ code: 'r1', name: '李娜' }]);
	});

	test('[CONTEST-7] a bracket goes to its end', async () => {
		clock.set('2026-11-26T08:00:00+08:00');
		const state = await settled(kinds.bracket);
		expect(state.rounds!.map(({ matches }) => matches.length)).toEqual([4, 2, 1]);
		// Seeded first by what was collected before; leads its matches, or was seeded better where nobody has anything.
		expect(state.winners).toHaveLength(1);
		expect(state.rounds!.at(-1)!.matches[0]!.winner).toBe(state.winners![0]!.code);
	});

	test('[BADGE-2] who wins one is a champion, once', async () => {
		await until(async () =>
			expect((await local.app.honours.ofRep('r7')).map(({ badge }) => badge)).toEqual(
				expect.arrayContaining(['champion', 'first-sale'])
			)
		);
	});

	test('[BADGE-5] records are the best of the ledger', async () => {
		const records = await local.app.honours.records();
		const { rows } = await local.pool.query(
			`SELECT max(sum)::bigint AS best FROM (
				SELECT sum(amount) FROM day_totals JOIN metrics ON metrics.id = metric_id
				WHERE day_totals.kind = 'rep' AND code = 'sales' GROUP BY subject_id, day
			) AS days`
		);
		expect(records['rep-day'][0]!.amount).toBe(Number(rows[0].best));
		expect(records['rep-sale'][0]).toMatchObject({ code: 'r1', amount: 90_000_000 });
	});
});
