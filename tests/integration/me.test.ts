/** The pocket: what a rep's phone records, takes back and shows, and that it is nobody else's. */
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../server/app.ts';
import { COOKIES } from '../../src/lib/access/cookie-names.ts';
import type { Joined } from '../../src/lib/live/protocol.ts';
import { meRoom } from '../../src/lib/live/me.ts';
import type { MeState } from '../../src/lib/live/me.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import { processCommand } from '../../src/lib/forms/process.ts';
import type { SentCommand } from '../../src/lib/forms/process.ts';
import { pocketEntry } from '../../src/lib/forms/pocket.ts';
import type { PocketEntry } from '../../src/lib/forms/pocket.ts';
import type { ContestForm } from '../../src/lib/forms/contest.ts';
import { foundCompany, record, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';

const clock = shiftedClock('2026-11-12T10:00:00+08:00');
let databases: Databases;
let here: LocalApp;
let app: App;

beforeAll(async () => {
	databases = await startDatabases();
	here = await startLocalApp({ ...databases, clock });
	({ app } = here);
	await foundCompany(app, '2026-11-01');
}, 120_000);
afterAll(async () => {
	await here?.close();
	await databases?.stop();
});

const pass = (ms: number) => clock.set(new Date(clock() + ms).toISOString());
const by = (rep: string) => `person:${rep}`;
const entry = (rep: string, amount: number, more: Partial<PocketEntry> = {}): PocketEntry =>
	pocketEntry.parse({
		id: randomUUID(),
		rep,
		kind: 'sale',
		metric: 'sales',
		amount,
		at: new Date(clock()).toISOString(),
		...more
	});

async function recorded(form: PocketEntry): Promise<number> {
	const done = await app.pocket.record(form, by(form.rep));
	if (!done.ok) throw new Error(JSON.stringify(done.problems));
	return done.entry;
}
const undo = (form: PocketEntry, rep = form.rep) =>
	app.pocket.undo({ id: randomUUID(), rep, entry: form.id }, by(rep));

async function stateOf(rep: string): Promise<MeState> {
	const room = await app.openMe(rep);
	if (!room.ok) throw new Error(room.reason);
	return room.channel.state;
}
const salesOf = async (rep: string) => (await stateOf(rep)).metrics.rows.sales!;

describe('recording on the phone', () => {
	test('[POCKET-4] the same command again books nothing, even if its clock reads differently by then', async () => {
		const form = entry('r1', 100_00, { at: new Date(clock() + 5_000).toISOString() });
		const first = await recorded(form);
		pass(10_000);
		expect(await recorded(form)).toBe(first);
		const other = await app.pocket.record({ ...form, amount: 999 }, by('r1'));
		expect(other).toMatchObject({ ok: false, problems: [{ reason: 'external-id-taken' }] });
	});

	test('[POCKET-4] what waited in the phone counts for the day on which it was tapped, up to a week', async () => {
		const yesterday = new Date(clock() - 24 * 3_600_000).toISOString();
		const position = await recorded(entry('r8', 50_00, { at: yesterday }));
		const { rows } = await here.pool.query(
			'SELECT business_date::text FROM entries WHERE position = $1',
			[position]
		);
		expect(rows[0]).toEqual({ business_date: '2026-11-11' });
		const old = entry('r8', 1, { at: new Date(clock() - 8 * 24 * 3_600_000).toISOString() });
		expect(await app.pocket.record(old, by('r8'))).toMatchObject({
			ok: false,
			problems: [{ path: 'at', reason: 'pocket-too-old' }]
		});
	});

	test('a return lowers, and nothing at all is no entry', async () => {
		const { rows: before } = await here.pool.query('SELECT count(*)::int AS n FROM entries');
		await recorded(entry('r8', 20_00, { kind: 'return' }));
		const none = await app.pocket.record({ ...entry('r8', 1), amount: 0 }, by('r8'));
		expect(none).toMatchObject({ ok: false, problems: [{ path: 'amount' }] });
		const { rows } = await here.pool.query(
			'SELECT count(*)::int AS n, min(amount)::int AS least FROM entries'
		);
		expect(rows[0]).toEqual({ n: before[0].n + 1, least: -2000 });
	});

	test('[POCKET-7] the customers are one’s own, whoever bought lately first', async () => {
		await app.directory.put(
			'customers',
			'd9',
			{ name: '昆山经销商', kind: 'dealer', owner: 'r1' } as never,
			'test'
		);
		await recorded(entry('r1', 10_00, { customer: 'd9' }));
		const customers = await app.pocket.customers('r1');
		expect(customers.map(({ code }) => code)).toEqual(['d9', 'd1']);
		expect(await app.pocket.customers('r2')).toEqual([]);
	});
});

describe('taking it back', () => {
	test('[POCKET-5] within a minute, by one reversal, however often it is asked for', async () => {
		const form = entry('r2', 30_00);
		await recorded(form);
		pass(59_000);
		const first = await undo(form);
		expect(first.ok).toBe(true);
		pass(120_000);
		expect(await undo(form)).toEqual(first);
		const { rows } = await here.pool.query(
			`SELECT sum(amount)::int AS sum FROM entry_credits c JOIN reps r ON r.id = c.rep_id WHERE r.code = 'r2'`
		);
		expect(rows[0]).toEqual({ sum: 0 });
	});

	test('[POCKET-5] after a minute it is refused', async () => {
		const form = entry('r2', 30_00);
		await recorded(form);
		pass(61_000);
		expect(await undo(form)).toMatchObject({ ok: false, problems: [{ reason: 'undo-too-late' }] });
	});

	test('[POCKET-5] what somebody else recorded, or nobody, is refused', async () => {
		const form = entry('r3', 30_00);
		await recorded(form);
		const refused = { ok: false, problems: [{ reason: 'unknown-entry' }] };
		expect(await undo(form, 'r2')).toMatchObject(refused);
		expect(await undo(entry('r3', 1))).toMatchObject(refused);
		const byApi = sale('r3', 10_00, { at: clock() });
		await record(app, byApi);
		expect(
			await app.pocket.undo({ id: randomUUID(), rep: 'r3', entry: randomUUID() }, by('r3'))
		).toMatchObject(refused);
	});
});

describe('the room of a phone', () => {
	test('[POCKET-1] rank and gaps are those of the ledger, and move with other people’s sales', async () => {
		await recorded(entry('r4', 500_00));
		await recorded(entry('r5', 800_00));
		await recorded(entry('r6', 900_00));
		await until(async () => (await salesOf('r5')).company?.above?.apart === 100_00);
		const { company, team, today, month } = await salesOf('r5');
		expect(company).toMatchObject({
			above: { code: 'r6', name: '赵敏', apart: 100_00 },
			behind: { code: 'r4', apart: 300_00 }
		});
		expect(team).toMatchObject({ rank: 2, of: 3 });
		expect([today.value, month.value]).toEqual([800_00, 800_00]);
		expect(month.target).toBe(14_000_000);
		await recorded(entry('r4', 350_00));
		await until(async () => (await salesOf('r5')).company?.above?.code === 'r4');
		expect((await salesOf('r5')).team).toMatchObject({ rank: 3 });
	});

	test('[POCKET-2] a sale that moves nobody near sends nothing', async () => {
		await stateOf('r6');
		const before = await app.openMe('r6');
		await recorded(entry('r2', 1));
		await until(async () => (await stateOf('r2')).latest.order.length >= 3);
		await new Promise((resolve) => setTimeout(resolve, 700));
		const after = await app.openMe('r6');
		expect(before.ok && after.ok && after.place).toEqual(before.ok && before.place);
	});

	test('[POCKET-3] is joined by oneself and by nobody else', async () => {
		for (const account of [
			{ code: 'r1', name: '李娜' },
			{ code: 'boss', name: '周敏', administrator: true }
		])
			await app.accounts.create(account, 'test');
		const session = async (code: string) =>
			(await app.sessions.start(code, { userAgent: 'test', address: '127.0.0.1' })).id;
		const watch = async (cookie: string | undefined, rep: string): Promise<string> => {
			const socket = io(here.url, {
				transports: ['websocket'],
				reconnection: false,
				forceNew: true,
				...(cookie ? { extraHeaders: { cookie: `${COOKIES.session}=${cookie}` } } : {})
			});
			await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
			const joined = (await socket.emitWithAck('join', meRoom(rep), undefined)) as Joined<MeState>;
			socket.disconnect();
			if (!joined.ok) return joined.reason;
			return 'snapshot' in joined ? joined.snapshot.rep.code : 'deltas';
		};
		const rep = await session('r1');
		expect(await watch(rep, 'r1')).toBe('r1');
		expect(await watch(rep, 'r2')).toBe('forbidden');
		expect(await watch(await session('boss'), 'r1')).toBe('forbidden');
		expect(await watch(undefined, 'r1')).toBe('forbidden');
	});

	test('[POCKET-16] what one is to do stands there, due first, until it is done', async () => {
		const run = (command: SentCommand) => app.process.run(processCommand.parse(command), 'm-t1');
		const set = (text: string, due: string) => {
			const id = randomUUID();
			return run({ what: 'action.set', id, rep: 'r6', text, due }).then(() => id);
		};
		const today = app.organisation.today();
		await set('下周盘点库存', addDays(today, 7));
		const first = await set('今天跑三家', today);
		const texts = async () => (await stateOf('r6')).process.actions?.map(({ text }) => text);
		await until(async () => (await texts())?.length === 2);
		expect(await texts()).toEqual(['今天跑三家', '下周盘点库存']);
		const settle = { what: 'action.settle', action: first, state: 'done', outcome: '' } as const;
		await run({ ...settle, id: randomUUID() });
		await until(async () => (await texts())?.length === 1);
		expect(await texts()).toEqual(['下周盘点库存']);
	});

	test('[POCKET-14] an entry of any metric is told as what it is, also without a target in it', async () => {
		const orders = { kind: 'sale', metric: 'orders', amount: 2, rep: 'r6' } as const;
		await app.ledger.append(
			{ ...sale('r6', 2, { at: clock() }), ...orders, externalId: 'orders-1' },
			'test'
		);
		const newest = async () => {
			const { order, rows } = (await stateOf('r6')).latest;
			return rows[order[0]!];
		};
		await until(async () => (await newest())?.metric === 'orders');
		expect(await newest()).toMatchObject({ amount: 2, metricName: '订单', metricKind: 'count' });
	});
});

describe('[POCKET-13] contests on the phone', () => {
	const contest = {
		name: '冲刺赛',
		kind: 'highest',
		level: 'rep',
		unit: 'company',
		counting: 'metric',
		metric: 'sales',
		handicap: false,
		goal: '',
		from: '2026-11-10',
		to: '2026-11-13',
		prize: '半天调休',
		metric1: '',
		weight1: '',
		metric2: '',
		weight2: '',
		metric3: '',
		weight3: ''
	} as const;
	const set = async (form: Partial<ContestForm>) => {
		const added = await app.contests.add({ ...contest, ...form }, 'test');
		if (!added.ok) throw new Error(JSON.stringify(added.problems));
		return String(added.id);
	};
	const inContest = async (rep: string, id: string) => (await stateOf(rep)).contests.rows[id];

	test('one’s own place with the gaps on both sides, live', async () => {
		const id = await set({ metric: 'collection' });
		const collected = (rep: string, amount: number) =>
			app.ledger.append({ ...sale(rep, amount, { at: clock() }), metric: 'collection' }, 'test');
		await collected('r1', 300_00);
		await collected('r2', 500_00);
		await collected('r3', 100_00);
		await until(async () => (await inContest('r1', id))?.score === 300_00);
		await until(async () => (await inContest('r1', id))?.behind?.apart === 200_00);
		expect(await inContest('r1', id)).toMatchObject({
			name: '冲刺赛',
			prize: '半天调休',
			rank: 2,
			of: 8,
			above: { name: '王建国', apart: 200_00 },
			behind: { name: '陈晓燕', apart: 200_00 }
		});
		await collected('r1', 250_00);
		await until(async () => (await inContest('r1', id))?.rank === 1);
		expect((await inContest('r1', id))!.above).toBeUndefined();
	});

	test('of a team’s contest the team’s place; nothing of contests elsewhere, to come or over', async () => {
		const teams = await set({ level: 'team' });
		const elsewhere = await set({ unit: 't3' });
		const coming = await set({ from: '2026-11-20', to: '2026-11-22' });
		await until(async () => (await inContest('r4', teams)) !== undefined);
		expect(await inContest('r4', teams)).toMatchObject({ level: 'team', team: '二队', of: 3 });
		expect(await inContest('r4', elsewhere)).toBeUndefined();
		expect(await inContest('r4', coming)).toBeUndefined();
		expect(await inContest('r7', elsewhere)).toMatchObject({ of: 2 });
	});

	test('of a bracket the match that is played, against whom and how it stands', async () => {
		const id = await set({ kind: 'bracket', unit: 't3', from: '2026-11-12', to: '2026-11-12' });
		await until(async () => (await inContest('r7', id)) !== undefined);
		const [one, other] = [await inContest('r7', id), await inContest('r8', id)];
		expect(one!.duel).toMatchObject({ rival: '周杰' });
		expect(other!.duel).toMatchObject({ rival: '孙伟' });
		expect([one!.duel!.own, one!.duel!.theirs]).toEqual([other!.duel!.theirs, other!.duel!.own]);
	});
});
