/** What an open wall shows while people sell, take back, move and are renamed. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { overviewOf } from '../../../src/lib/live/board.ts';
import { foundCompany, record, REPS, reverse, sale } from '../../support/company.ts';
import { startDatabases } from '../../support/databases.ts';
import type { Databases } from '../../support/databases.ts';
import { expectWallToMatchLedger } from '../../support/expect-wall.ts';
import { startLocalApp } from '../../support/local-app.ts';
import type { LocalApp } from '../../support/local-app.ts';
import { MONDAY_MORNING, shiftedClock } from '../../support/shifted-clock.ts';
import { startProxy } from '../../support/proxy.ts';
import { never, until } from '../../support/until.ts';
import { hangLiveWall, hangWall } from '../../support/wall.ts';
import type { Wall } from '../../support/wall.ts';

const TODAY = '2026-11-23';
const clock = shiftedClock(MONDAY_MORNING);

let databases: Databases;
let local: LocalApp;
const walls: Wall[] = [];

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
	for (const wall of walls.splice(0)) wall.close();
});

async function hang(unit?: string, url = local.url): Promise<Wall> {
	const wall = await hangLiveWall(url, unit);
	walls.push(wall);
	return wall;
}

const sell = (rep: string, amount: number, more: Partial<Parameters<typeof sale>[2]> = {}) =>
	record(local.app, sale(rep, amount, { at: clock(), ...more }));

const toMatch = (wall: Wall) => expectWallToMatchLedger(wall, local.pool, TODAY);

describe('a sale', () => {
	test('[LIVE-1] shows on the wall of the company, of the region and of the team, not of another team', async () => {
		const [company, east, t1, t2] = await Promise.all([
			hang(),
			hang('east'),
			hang('t1'),
			hang('t2')
		]);
		const before = t2.board.month.value;
		const id = await sell('r1', 1_280_00, { customer: 'd1', product: 'p1' });
		for (const wall of [company, east, t1]) {
			await toMatch(wall);
			expect(wall.board.latest.rows[String(id)]).toMatchObject({
				rep: '李娜',
				team: '一队',
				amount: 1_280_00,
				customer: '苏州经销商',
				product: '四件套'
			});
		}
		await toMatch(t2);
		expect(t2.board.month.value).toBe(before);
	});

	test('shared by two teams counts in each by its share, and once for the company', async () => {
		const [company, t1, t3] = await Promise.all([hang(), hang('t1'), hang('t3')]);
		const { rep: _, ...form } = sale('', 100_01, { at: clock() });
		const id = await record(local.app, {
			...form,
			credits: [
				{ rep: 'r2', share: 33.33 },
				{ rep: 'r8', share: 66.67 }
			]
		});
		for (const wall of [company, t1, t3]) await toMatch(wall);
		expect(company.board.latest.rows[String(id)]!.amount).toBe(100_01);
	});

	test('[LEDGER-5] an assist enters no figure and no list of the helper’s team', async () => {
		const t2 = await hang('t2');
		await sell('r1', 77_00, { overlays: [{ rep: 'r4', share: 50 }] });
		await sell('r4', 1_00);
		await toMatch(t2);
		// A board that is read afresh from the record says the same.
		const renamed = { name: '二队 II', kind: 'team', parent: 'east' } as const;
		await local.app.directory.put('units', 't2', renamed, 'test');
		await until(() => t2.board.unit.name === '二队 II');
		await toMatch(t2);
	});

	test('of an earlier day of the month moves that day, not today', async () => {
		const wall = await hang();
		const today = wall.board.today.value;
		const before = wall.board.trend.actuals['2026-11-17'] ?? 0;
		await sell('r5', 5_000_00, { at: Date.parse('2026-11-17T23:59:59+08:00') });
		await toMatch(wall);
		expect(wall.board.today.value).toBe(today);
		expect(wall.board.trend.actuals['2026-11-17']).toBe(before + 5_000_00);
	});

	test('of last month changes nothing but the list of the latest', async () => {
		const wall = await hang();
		const before = wall.board.month.value;
		await sell('r6', 9_999_00, { at: Date.parse('2026-10-31T12:00:00+08:00') });
		await toMatch(wall);
		expect(wall.board.month.value).toBe(before);
	});

	test('of another metric is not on the board of sales', async () => {
		const wall = await hang();
		const { place } = wall.view!;
		await record(local.app, sale('r1', 3, { at: clock(), metric: 'units' }));
		await sell('r1', 1);
		await toMatch(wall);
		// Only the second one made a picture: never one in between.
		expect(wall.view!.place.seq).toBeGreaterThan(place.seq);
		expect(wall.views.every((view) => view.state.metric.code === 'sales')).toBe(true);
	});
});

describe('what is taken back', () => {
	test('[LEDGER-9] a reversal lowers the total of today, and the ranks follow', async () => {
		const wall = await hang();
		const id = await sell('r7', 50_000_00);
		await toMatch(wall);
		expect(wall.board.leaders.order[0]).toBe('r7');
		const back = await reverse(local.app, id);
		await toMatch(wall);
		expect(wall.board.leaders.order[0]).not.toBe('r7');
		expect(wall.board.latest.rows[String(back)]).toMatchObject({
			kind: 'reversal',
			amount: -50_000_00
		});
	});

	test('a reversal of last month’s entry lowers today, which may be below zero', async () => {
		const wall = await hang('t3');
		const id = await sell('r8', 80_000_00, { at: Date.parse('2026-10-12T12:00:00+08:00') });
		await toMatch(wall);
		await reverse(local.app, id);
		await toMatch(wall);
		expect(wall.board.today.value).toBeLessThan(0);
	});

	test('a return lowers the day on which it is booked', async () => {
		const wall = await hang();
		await record(local.app, sale('r3', -12_34, { at: clock(), kind: 'return' }));
		await toMatch(wall);
	});
});

describe('a busy floor', () => {
	test('[LIVE-2] 200 entries in one second arrive whole, in far fewer pictures', async () => {
		const wall = await hang();
		const seen = wall.views.length;
		const start = performance.now();
		await Promise.all(
			Array.from({ length: 200 }, async (_, i) => {
				await new Promise((resolve) => setTimeout(resolve, i * 5));
				await sell(REPS[i % REPS.length]!, 1_00 + i);
			})
		);
		await toMatch(wall);
		const ticks = (performance.now() - start) / 50;
		expect(wall.views.length - seen).toBeLessThanOrEqual(Math.ceil(ticks) + 2);
		const positions = wall.views.map((view) => view.state.asOf.position);
		expect(positions).toEqual(positions.toSorted((a, b) => a - b));
	});

	test('a thousand entries at once, half of them taken back at once, come out even', async () => {
		const wall = await hang();
		const ids = await Promise.all(
			Array.from({ length: 1_000 }, (_, i) => sell(REPS[i % REPS.length]!, 10_00 + i))
		);
		await Promise.all(ids.filter((_, i) => i % 2).map((id) => reverse(local.app, id)));
		await toMatch(wall);
		expect((await hang()).board).toEqual(wall.board);
	});
});

describe('a change without a sale', () => {
	const target = (amount: number) => ({
		metric: 'sales',
		period: { unit: 'month' as const, start: '2026-11-01' },
		subject: { kind: 'unit' as const, code: 'company' },
		amount
	});

	test('of a target shows in month, day and trend', async () => {
		const wall = await hang();
		await local.app.targets.put([target(123_456_789)], 'test');
		await until(() => wall.board.month.target === 123_456_789);
		const days = Object.values(wall.board.trend.targets);
		expect(days.reduce((sum, amount) => sum + amount, 0)).toBe(123_456_789);
		expect(wall.board.today.target).toBe(wall.board.trend.targets[TODAY]);
		await toMatch(wall);
	});

	test('of a name shows wherever the name stands', async () => {
		const wall = await hang();
		await local.app.directory.put('reps', 'r1', { name: '李娜娜', team: 't1' }, 'test');
		await until(() => wall.board.leaders.rows['r1']?.name === '李娜娜');
		await toMatch(wall);
	});

	test('[DIR-3] of a team moves the rep, and leaves what was sold with the old team', async () => {
		const [company, t1, t3] = await Promise.all([hang(), hang('t1'), hang('t3')]);
		await sell('r3', 3_000_00);
		await toMatch(t1);
		const sold = t1.board.month.value;
		await local.app.directory.put('reps', 'r3', { name: '陈晓燕', team: 't3' }, 'test');
		await until(() => company.board.leaders.rows['r3']?.unit === '三队');
		await until(() => t3.board.leaders.rows['r3'] !== undefined);
		expect(t1.board.month.value).toBe(sold);
		await sell('r3', 4_000_00);
		for (const wall of [company, t1, t3]) await toMatch(wall);
		expect(t1.board.month.value).toBe(sold);
	});

	test('of the tree moves a whole team from one region to another', async () => {
		const [company, east] = await Promise.all([hang(), hang('east')]);
		const put = (code: string, form: object) =>
			local.app.directory.put('units', code, form as never, 'test');
		await put('west', { name: '华西', kind: 'region', parent: 'company' });
		const west = await hang('west');
		await put('t2', { name: '二队', kind: 'team', parent: 'west' });
		await until(() => west.board.teams.order.includes('t2'));
		for (const wall of [company, east, west]) await toMatch(wall);
		await sell('r4', 2_000_00);
		for (const wall of [company, east, west]) await toMatch(wall);
	});

	test('a rep who has just been hired stands on the board at 0', async () => {
		const wall = await hang('t3');
		await local.app.directory.put('reps', 'r9', { name: '新人', team: 't3' }, 'test');
		await until(() => wall.board.leaders.rows['r9'] !== undefined);
		expect(wall.board.leaders.rows['r9']!.value).toBe(0);
		await toMatch(wall);
	});

	test('[LIVE-8] no figure stands still while a thousand customers are put in', async () => {
		const wall = await hang();
		for (let i = 0; i < 1_000; i += 20) {
			await Promise.all(
				Array.from({ length: 20 }, (_, j) =>
					local.app.directory.put(
						'customers',
						`k${i + j}`,
						{ name: `客户 ${i + j}`, kind: 'dealer' },
						'test'
					)
				)
			);
			await sell('r2', 1_00);
		}
		await toMatch(wall);
		expect(wall.views.filter((view) => view.state.stalledSince !== undefined)).toEqual([]);
	});
});

describe('a screen that missed something', () => {
	/** A wall behind a wire, disconnected while `meanwhile` happens. */
	async function whileAway(meanwhile: () => Promise<unknown>): Promise<Wall> {
		const wire = await startProxy({ port: local.port, host: '127.0.0.1' });
		try {
			const wall = await hang('company', `http://127.0.0.1:${wire.port}`);
			wire.cut();
			await until(() => wall.view!.status === 'stale');
			await meanwhile();
			wire.heal();
			await toMatch(wall);
			wall.close();
			return wall;
		} finally {
			await wire.close();
		}
	}

	test('[LIVE-5] one delta: it gets the delta, in its own epoch', async () => {
		const other = await hang();
		const { seq, epoch } = other.view!.place;
		const wall = await whileAway(async () => {
			await sell('r2', 1_00);
			await until(() => other.view!.place.seq > seq);
		});
		expect(new Set(wall.views.map((view) => view.place.epoch))).toEqual(new Set([epoch]));
	});

	test('[LIVE-7] says since when on the server’s clock, and keeps its picture', async () => {
		const from = clock();
		const shown = (await hang()).board.month.value;
		const wall = await whileAway(() => sell('r1', 5_00));
		const stale = wall.views.filter((view) => view.status === 'stale');
		expect(stale.length).toBeGreaterThan(0);
		for (const { since, state } of stale) {
			expect(since).toBeGreaterThanOrEqual(from - 1_000);
			expect(since).toBeLessThanOrEqual(clock());
			expect(overviewOf(state)!.month.value).toBe(shown);
		}
		expect(wall.view!.since).toBeUndefined();
	});

	test('an epoch: after a restart of the server it gets the whole picture', async () => {
		const wire = await startProxy({ port: local.port, host: '127.0.0.1' });
		const wall = await hang('company', `http://127.0.0.1:${wire.port}`);
		const { epoch } = wall.view!.place;
		await local.close();
		await until(() => wall.view!.status === 'stale');
		local = await startLocalApp({ ...databases, clock });
		await sell('r1', 8_88);
		wire.lead({ port: local.port, host: '127.0.0.1' });
		await toMatch(wall);
		expect(wall.view!.place.epoch).not.toBe(epoch);
		wall.close();
		await wire.close();
	});
});

describe('a big deal', () => {
	const celebrations = (wall: Wall) => wall.moments.filter(({ id }) => id.startsWith('big-deal:'));

	test('[LIVE-10] is celebrated once on each wall it belongs to, and on no other', async () => {
		await local.app.organisation.update({ bigDeal: 100_000_00 }, {}, 'test');
		const [company, t1, t2] = await Promise.all([hang(), hang('t1'), hang('t2')]);
		await sell('r2', 99_999_99);
		const id = await sell('r1', 300_000_00, { customer: 'd1' });
		for (const wall of [company, t1]) {
			await until(() => celebrations(wall).length > 0);
			expect(celebrations(wall)).toMatchObject([
				{
					id: `big-deal:${id}`,
					rep: { code: 'r1' },
					unit: { name: '一队' },
					amount: 300_000_00,
					customer: '苏州经销商',
					rank: 1
				}
			]);
		}
		await never(() => celebrations(company).length > 1 || celebrations(t2).length > 0);
	});

	test('[CELEBRATE-5] is not replayed to a screen that comes later', async () => {
		const late = await hang();
		await sell('r1', 1_00);
		await toMatch(late);
		expect(late.moments).toEqual([]);
		expect(JSON.stringify(late.board)).not.toContain('big-deal');
	});

	test('[CELEBRATE-4] that is taken back is withdrawn', async () => {
		const wall = await hang();
		const id = await sell('r2', 200_000_00);
		await reverse(local.app, id);
		await until(() => wall.moments.some(({ kind }) => kind === 'withdrawal'));
		expect(wall.moments.at(-1)).toEqual({ kind: 'withdrawal', id: `big-deal:${id}` });
		await toMatch(wall);
	});

	test('sent twice by its sender is celebrated once', async () => {
		const wall = await hang();
		const form = sale('r3', 150_000_00, { at: clock() });
		await Promise.all([record(local.app, form), record(local.app, form)]);
		await until(() => celebrations(wall).length > 0);
		await never(() => celebrations(wall).length > 1);
	});
});

describe('a screen that asks for', () => {
	test('[LIVE-4] a unit that does not exist keeps asking, and shows it once it does', async () => {
		const wall = hangWall(local.url, 'north');
		walls.push(wall);
		await never(() => wall.view !== undefined);
		const form = { name: '华北', kind: 'region', parent: 'company' } as const;
		await local.app.directory.put('units', 'north', form, 'test');
		await toMatch(wall);
	});
});
