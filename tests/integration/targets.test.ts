/** Splitting targets against the record: what a draft and a settled version do, and what stays for ever. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { periodOf } from '../../src/lib/domain/period.ts';
import type { SplitForm, SplitPart } from '../../src/lib/forms/targeting.ts';
import { foundCompany, record, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';
import { hangWall } from '../support/wall.ts';

const MONTH = '2026-11-01';
const PERIOD = periodOf('month', MONTH);
const clock = shiftedClock(MONDAY_MORNING);
const query = (subject: string, unit: 'month' | 'quarter' | 'year' = 'month') => ({
	metric: 'sales',
	unit,
	date: '2026-11-23',
	subject
});
const part = (child: string, amount: number, product = ''): SplitPart => [
	child,
	product,
	amount,
	1,
	false
];

let databases: Databases;
let local: LocalApp;
beforeAll(async () => {
	databases = await startDatabases();
});
afterAll(() => databases?.stop());

/** Every story has a company of its own. */
beforeEach(async () => {
	local = await startLocalApp({
		databaseUrl: await databases.freshDatabase(),
		redisTarget: databases.redisTarget,
		clock
	});
	await foundCompany(local.app, MONTH);
	return () => local.close();
});

async function open(subject: string) {
	const read = await local.app.splits.read(query(subject), { results: true });
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	return read.split;
}

async function save(
	subject: string,
	parts: SplitPart[],
	more: Partial<SplitForm> & { settles?: boolean; actor?: string } = {}
) {
	const { settles = false, actor = 'test', ...form } = more;
	const { versions } = await open(subject);
	return local.app.splits.save(
		{
			...query(subject),
			basis: 'equal',
			reason: '',
			version: versions[0]?.version ?? 0,
			revision: versions[0]?.revision ?? 0,
			parts: '',
			seen: 0,
			deadlineDate: '',
			deadlineTime: '18:00',
			// Settling a unit's split in one step: rounds of answers have stories of their own.
			unasked: true,
			...form
		},
		parts,
		{ actor, deed: settles ? 'settle' : 'draft' }
	);
}

async function targetOf(subject: string): Promise<number | undefined> {
	const setting = await local.app.setting.read(query(subject));
	if (!setting.ok) throw new Error(JSON.stringify(setting.problems));
	return setting.setting.current;
}

test('[TARGET-1] one amount of a metric, period and subject: set again it is replaced, below 0 it is none', async () => {
	const put = (amount: number) =>
		local.app.targets.put(
			[
				{
					metric: 'sales',
					period: { unit: 'quarter', start: '2026-10-01' },
					subject: { kind: 'rep', code: 'r8' },
					amount
				}
			],
			'test'
		);
	for (const amount of [5_000, 7_000, 0]) {
		expect(await put(amount)).toMatchObject({ ok: true });
		const read = await local.app.setting.read({ ...query('rep:r8'), unit: 'quarter' });
		expect(read.ok && read.setting.current).toBe(amount);
	}
	// The form refuses it in words; the record does not take it from anybody.
	await expect(put(-1)).rejects.toThrow();
});

describe('a split', () => {
	const parts = [
		part('rep:r1', 15_000_000),
		part('rep:r2', 15_000_000),
		part('rep:r3', 12_000_000)
	];

	test('[SPLIT-10] [SPLIT-11] a draft moves no board; settling moves them all within a second', async () => {
		const wall = hangWall(local.url, 't1');
		const shown = () =>
			Object.values(wall.board.leaders.rows).map(({ code, target }) => [code, target]);
		await until(() => wall.view?.status === 'live');
		const before = shown();
		expect((await save('unit:t1', parts)).ok).toBe(true);
		expect(await targetOf('rep:r1')).toBe(10_000_000);
		expect(shown()).toEqual(before);

		expect((await save('unit:t1', parts, { settles: true })).ok).toBe(true);
		await until(() => JSON.stringify(shown()).includes('["r1",15000000]'), { within: 1_000 });
		expect(await targetOf('rep:r3')).toBe(12_000_000);
		wall.close();
	});

	test('[SPLIT-12] what is settled stays: a change is a new version with its reason', async () => {
		await save('unit:t1', parts, { settles: true });
		const refused = await save('unit:t1', parts);
		expect(refused).toMatchObject({ ok: false, problems: [{ reason: 'reason-required' }] });

		const changed = [...parts.slice(0, 2), part('rep:r3', 14_000_000)];
		await save('unit:t1', changed, { reason: '三号客户签约', settles: true });
		const { shown, versions } = await open('unit:t1');
		expect(versions.map(({ version, state }) => [version, state])).toEqual([
			[2, 'settled'],
			[1, 'settled']
		]);
		expect(shown).toMatchObject({ version: 2, reason: '三号客户签约', sum: 44_000_000 });
		const first = await local.app.splits.read(query('unit:t1'), { results: true, version: 1 });
		expect(first.ok && first.split.shown).toMatchObject({ version: 1, sum: 42_000_000, parts });

		const { pool } = local;
		for (const change of [
			'UPDATE splits SET reason = $$x$$ WHERE version = 1',
			'DELETE FROM splits WHERE version = 1',
			'UPDATE split_parts SET amount = 0 WHERE split_id = 1',
			'DELETE FROM split_parts WHERE split_id = 1',
			`INSERT INTO split_parts (split_id, rep_id, amount, weight, locked) VALUES (1, 8, 1, 1, false)`
		])
			await expect(pool.query(change), change).rejects.toThrow(/settled/);
	});

	test('[SPLIT-1] [SPLIT-11] [SPLIT-12] whatever is done to a split: what is settled carries, is in force, and stays', async () => {
		const amount = fc.oneof(fc.nat(30_000_000), fc.integer({ min: 13_000_000, max: 22_000_000 }));
		const deeds = fc.array(
			fc.record({
				amounts: fc.tuple(amount, amount, amount),
				settles: fc.boolean(),
				reason: fc.constantFrom('', '停产'),
				/** What was on the screen may be older than what is there. */
				late: fc.nat(1)
			}),
			{ minLength: 1, maxLength: 6 }
		);
		const reps = ['rep:r1', 'rep:r2', 'rep:r3'];
		const settled = new Map<number, string>();
		let settledAmounts = [10_000_000, 10_000_000, 10_000_000];
		let refused = 0;

		const readVersion = async (version: number) => {
			const read = await local.app.splits.read(query('unit:t1'), { results: true, version });
			if (!read.ok || !read.split.shown) throw new Error(`no version ${version}`);
			const { parts: saved, basis, reason, sum, state } = read.split.shown;
			return JSON.stringify({ saved, basis, reason, sum, state });
		};
		const attempt = async ({ amounts, settles, reason, late }: Deed) => {
			const { versions } = await open('unit:t1');
			const done = await save(
				'unit:t1',
				amounts.map((one, i) => part(reps[i]!, one)),
				{ settles, reason, revision: Math.max(0, (versions[0]?.revision ?? 0) - late) }
			);
			if (!done.ok) return void (refused += 1);
			if (!settles) return;
			const [newest] = (await open('unit:t1')).versions;
			expect(amounts.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(42_000_000);
			settled.set(newest!.version, await readVersion(newest!.version));
			settledAmounts = amounts;
		};
		type Deed = { amounts: number[]; settles: boolean; reason: string; late: number };
		await fc.assert(
			fc.asyncProperty(deeds, async (all) => {
				for (const deed of all) await attempt(deed);
				for (const [version, text] of settled) expect(await readVersion(version)).toBe(text);
				expect(await Promise.all(reps.map(targetOf))).toEqual(settledAmounts);
			}),
			{
				numRuns: 10,
				// At least these: two that carry, each with its reason, and one that is short.
				examples: [
					[
						[15_000_000, 14_000_000, 13_999_999].map((third) => ({
							amounts: [14_000_000, 14_000_000, third] as [number, number, number],
							settles: true,
							reason: '停产',
							late: 0
						}))
					]
				]
			}
		);
		expect([settled.size > 1, refused > 0]).toEqual([true, true]);
	});

	test('[SPLIT-11] a short split is refused whole, an over-stretched one is not', async () => {
		const short = [part('rep:r1', 41_999_999)];
		expect(await save('unit:t1', short, { settles: true })).toMatchObject({
			ok: false,
			problems: [{ reason: 'split-short', params: { left: 1 } }]
		});
		expect((await open('unit:t1')).versions).toEqual([]);
		expect(await targetOf('rep:r1')).toBe(10_000_000);
		expect((await save('unit:t1', short)).ok).toBe(true);
		expect((await save('unit:t1', [part('rep:r1', 90_000_000)], { settles: true })).ok).toBe(true);
	});

	test('[SPLIT-9] only children of the parent, each once', async () => {
		const wrong = async (...of: SplitPart[]) => {
			const saved = await save('unit:t1', of);
			return saved.ok ? [] : saved.problems.map(({ reason }) => reason);
		};
		expect(await wrong(part('rep:r4', 1))).toEqual(['not-a-child']);
		expect(await wrong(part('rep:nobody', 1))).toEqual(['not-a-child']);
		expect(await wrong(part('rep:r1', 1, 'product:p1'))).toEqual(['not-a-child']);
		expect(await wrong(part('rep:r1', 1), part('rep:r1', 2))).toEqual(['duplicate-child']);
		expect(await save('unit:nowhere', []).catch(() => 'no')).toBe('no');
	});

	test('[SPLIT-13] nobody overwrites what they have not seen', async () => {
		await save('unit:t1', parts);
		const late = await save('unit:t1', parts, { version: 0, revision: 0 });
		expect(late).toMatchObject({ ok: false, problems: [{ reason: 'split-changed' }] });
		const both = await Promise.all([
			save('unit:t1', parts, { actor: 'one', version: 1, revision: 1 }),
			save('unit:t1', parts, { actor: 'other', version: 1, revision: 1 })
		]);
		expect(both.filter(({ ok }) => ok)).toHaveLength(1);
	});

	test('a draft can be thrown away, a settled version cannot', async () => {
		const form = {
			...query('unit:t1'),
			basis: 'equal' as const,
			reason: '',
			seen: 0,
			deadlineDate: '',
			deadlineTime: '18:00',
			unasked: false,
			parts: ''
		};
		await save('unit:t1', parts);
		expect(await local.app.splits.discard({ ...form, version: 1, revision: 1 }, 'test')).toEqual({
			ok: true
		});
		await save('unit:t1', parts, { settles: true });
		const kept = await local.app.splits.discard({ ...form, version: 1, revision: 1 }, 'test');
		expect(kept.ok).toBe(false);
	});

	test('[DIR-4] every saving is in the audit log', async () => {
		await save('unit:t1', parts, { actor: 'person:m' });
		await save('unit:t1', parts, { actor: 'person:m', settles: true });
		const { rows } = await local.pool.query(
			`SELECT action, coalesce(after->>'sum', after->>'amount') AS amount
			FROM audit WHERE actor = 'person:m' ORDER BY id`
		);
		expect(rows.filter(({ action }) => action !== 'target.put')).toEqual([
			{ action: 'split.draft', amount: '42000000' },
			{ action: 'split.settle', amount: '42000000' }
		]);
		// And what it changed in the targets, one by one: as-of tables read it there.
		expect(rows.some(({ action }) => action === 'target.put')).toBe(true);
	});
});

describe('dealers and products', () => {
	test('[SPLIT-14] [TARGET-4] a dealer’s target is the sum of its cells, and boards read dealers as ever', async () => {
		const cells = [
			part('dealer:d1', 7_000_000, 'product:p1'),
			part('dealer:d1', 3_500_000, 'product:p2')
		];
		expect(await save('rep:r1', cells, { settles: true })).toMatchObject({ ok: true });
		expect(await targetOf('dealer:d1')).toBe(10_500_000);
		expect(await targetOf('product:p1')).toBeUndefined();
		const sheet = await local.app.targets.sheet(1, PERIOD);
		expect(sheet.of({ kind: 'product', id: 1 })).toBeUndefined();

		const fewer = [part('dealer:d1', 10_500_000, 'product:p2'), part('dealer:d1', 0, 'product:p1')];
		await save('rep:r1', fewer, { settles: true, reason: '换产品' });
		const { rows } = await local.pool.query(
			'SELECT amount FROM targets WHERE customer_id IS NOT NULL AND product_id IS NOT NULL'
		);
		expect(rows).toEqual([{ amount: '10500000' }]);
	});

	test('[SPLIT-14] whole or cells, never both', async () => {
		const both = [part('dealer:d1', 1), part('dealer:d1', 1, 'product:p1')];
		for (const parts of [both, [...both].reverse()])
			expect(await save('rep:r1', parts)).toMatchObject({
				ok: false,
				problems: [{ reason: 'duplicate-child' }]
			});
	});
});

describe('what one looks at before deciding', () => {
	test('[SPLIT-4] [SPLIT-8] each basis weighs the children, and history says what is in reach', async () => {
		for (let day = 2; day <= 20; day++)
			for (const [rep, amount] of [
				['r1', 300_000],
				['r2', 100_000]
			] as const) {
				const at = Date.parse(`2026-11-${String(day).padStart(2, '0')}T10:00:00+08:00`);
				await record(local.app, sale(rep, amount, { at }));
			}
		const read = await local.app.splits.read(
			{ ...query('unit:t1'), date: '2026-12-01' },
			{ results: true }
		);
		if (!read.ok) throw new Error('no split');
		const [r1, r2, r3] = read.split.children;
		expect([r1, r2, r3].map((child) => child!.weights.history)).toEqual([5_700_000, 1_900_000, 0]);
		expect(r1!.weights.last).toBe(10_000_000);
		expect(r1!.weights.factors).toBeUndefined();
		expect(r1!.reach!.sure).toBe(23 * 300_000);
		expect(r3!.reach).toBeUndefined();

		const hidden = await local.app.splits.read(query('unit:t1'), { results: false });
		expect(hidden.ok && hidden.split.children[0]).not.toHaveProperty('past');
		expect(hidden.ok && hidden.split.children[0]).not.toHaveProperty('reach');
		const later = { ...query('unit:t1'), date: '2026-12-01' };
		const veiled = await local.app.splits.read(later, { results: false });
		expect(veiled.ok && veiled.split.children.map(({ weights }) => weights.history)).toEqual([
			7500, 2500, 0
		]);
	});

	test('[TARGET-6] the factors of units become a basis, and carry over to the next period', async () => {
		const market = {
			capacity: 1_000_000_000,
			share: 1000,
			penetration: 10_000,
			growth: 0,
			potential: 10_000
		};
		const put = await local.app.setting.putFactors(query('unit:t3'), market, 'test');
		expect(put).toEqual({ ok: true, amount: 100_000_000 });
		const { children } = await open('unit:company');
		expect(children.map(({ key, weights }) => [key, weights.factors])).toEqual([
			['unit:east', 0],
			['unit:t3', 100_000_000]
		]);
		const next = await local.app.setting.read({ ...query('unit:t3'), date: '2026-12-05' });
		expect(next.ok && next.setting.factors).toEqual(market);
		expect((await local.app.setting.putFactors(query('rep:r1'), market, 'test')).ok).toBe(false);
	});

	test('[TARGET-8] a rep who moves within the month counts for the last team', async () => {
		await local.app.directory.put(
			'reps',
			'r1',
			{ name: '李娜', team: 't3', since: '2026-11-25' },
			'test'
		);
		const keys = async (team: string) => (await open(team)).children.map(({ key }) => key);
		expect(await keys('unit:t1')).toEqual(['rep:r2', 'rep:r3']);
		expect(await keys('unit:t3')).toEqual(['rep:r1', 'rep:r7', 'rep:r8']);
		expect(local.app.plan.lineOf('rep:r1', 'month', '2026-11-02')).toEqual(['t3', 'company']);
	});
});

describe('the plan', () => {
	test('level by level: what the children sum to, and which split stands', async () => {
		await save('unit:t1', [part('rep:r1', 42_000_000)]);
		const read = await local.app.plan.read({
			metric: 'sales',
			unit: 'month',
			date: MONTH,
			open: ['unit:t1']
		});
		if (!read.ok) throw new Error('no plan');
		const rows = read.plan.nodes.map(({ key, depth, target, check, split }) => [
			key,
			depth,
			target,
			check?.status,
			split?.state
		]);
		expect(rows).toEqual([
			['unit:company', 0, 100_000_000, 'short', undefined],
			['unit:east', 1, undefined, undefined, undefined],
			['unit:t1', 2, 40_000_000, 'short', 'draft'],
			['rep:r1', 3, 10_000_000, 'short', undefined],
			['rep:r2', 3, 11_000_000, undefined, undefined],
			['rep:r3', 3, 12_000_000, undefined, undefined],
			['unit:t2', 2, 45_000_000, 'short', undefined],
			['unit:t3', 1, 25_000_000, 'ok', undefined]
		]);
	});
});

describe('days and months', () => {
	const daysOf = async (subject: string) => {
		const read = await local.app.timeParts.read(query(subject));
		if (!read.ok) throw new Error('no days');
		return read.view.parts;
	};
	const sum = (parts: { amount: number }[]) => parts.reduce((all, { amount }) => all + amount, 0);

	test('[DAY-2] fixed days keep theirs, the boards follow, and the month sums exactly', async () => {
		const saved = await local.app.timeParts.save(
			{ ...query('unit:t1'), parts: '' },
			{ '2026-11-11': 9_999_999, '2026-11-23': 1 },
			'test'
		);
		expect(saved).toEqual({ ok: true });
		const parts = await daysOf('unit:t1');
		expect(sum(parts)).toBe(40_000_000);
		const of = (date: string) => parts.find((one) => one.date === date);
		expect(of('2026-11-11')).toMatchObject({ amount: 9_999_999, fixed: true });
		const today = await local.app.targets.sheet(1, periodOf('day', '2026-11-23'));
		expect(today.of({ kind: 'unit', id: 3 })).toBe(1);
	});

	test('[DAY-3] what does not fit is refused, and nothing changes', async () => {
		const before = await daysOf('unit:t1');
		for (const [fixed, reason] of [
			[{ '2026-11-11': 40_000_001 }, 'days-fixed-exceed'],
			[{ '2026-11-15': 1 }, 'not-a-working-day'],
			[{ '2026-12-01': 1 }, 'not-a-working-day']
		] as const) {
			const form = { ...query('unit:t1'), parts: '' };
			const saved = await local.app.timeParts.save(form, fixed, 'test');
			expect(saved).toMatchObject({ ok: false, problems: [{ reason }] });
		}
		expect(await daysOf('unit:t1')).toEqual(before);
	});

	test('[DAY-5] a lower target that the fixed days exceed falls back to the calendar', async () => {
		const form = { ...query('unit:t1'), parts: '' };
		await local.app.timeParts.save(form, { '2026-11-11': 30_000_000 }, 'test');
		await local.app.setting.put(query('unit:t1'), 20_000_000, 'test');
		const parts = await daysOf('unit:t1');
		expect(sum(parts)).toBe(20_000_000);
		expect(parts.find(({ date }) => date === '2026-11-11')!.amount).toBeLessThan(1_000_000);
	});

	test('[DAY-7] a month without a working day keeps its target, and nothing is due on any day', async () => {
		const { directory, setting, timeParts, tracking } = local.app;
		const leave = { from: '2026-11-01', to: '2026-11-30', weight: 0 };
		expect(await directory.leave.add('r1', leave, 'test')).toMatchObject({ ok: true });
		await setting.put(query('rep:r1'), 12_000_000, 'test');
		expect(await targetOf('rep:r1')).toBe(12_000_000);
		const parts = await daysOf('rep:r1');
		expect(parts.map(({ weight, amount }) => [weight, amount])).toEqual(parts.map(() => [0, 0]));
		const form = { ...query('rep:r1'), parts: '' };
		expect(await timeParts.save(form, { '2026-11-23': 1 }, 'test')).toMatchObject({
			ok: false,
			problems: [{ reason: 'not-a-working-day' }]
		});
		const table = await tracking.read({ kind: 'rep', code: 'r1', metric: 'sales' }, () => true);
		if (!table.ok) throw new Error('no table');
		const { days, progress } = table.tracking;
		expect(days.every(({ target, status }) => target === 0 && status === undefined)).toBe(true);
		expect(progress).toMatchObject({ target: 12_000_000, gap: 12_000_000 });
		expect([progress.requiredPerDay, progress.timeProgress, progress.index]).toEqual([
			undefined,
			undefined,
			undefined
		]);
	});

	test('[DAY-6] the months of a quarter sum to exactly its target', async () => {
		await local.app.setting.put(query('unit:t2', 'quarter'), 150_000_000, 'test');
		const form = { ...query('unit:t2', 'quarter'), parts: '' };
		const months = (last: number) => ({
			'2026-10-01': 50_000_000,
			'2026-11-01': 50_000_000,
			'2026-12-01': last
		});
		const { timeParts } = local.app;
		expect(await timeParts.save(form, months(49_999_999), 'test')).toMatchObject({
			problems: [{ reason: 'months-do-not-sum' }]
		});
		expect(await timeParts.save(form, { '2026-10-01': 150_000_000 }, 'test')).toMatchObject({
			problems: [{ reason: 'not-the-months' }]
		});
		expect(await timeParts.save(form, months(50_000_000), 'test')).toMatchObject({ ok: true });
		expect(await targetOf('unit:t2')).toBe(50_000_000);
	});
});
