/** The tracking table against plain SQL of the ledger: every figure, now and as it was. */
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../server/app.ts';
import type { TrackingQuery, TrackingView } from '../../server/tracking/tracking.ts';
import { foundCompany, record, reverse, sale } from '../support/company.ts';
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
let pool: pg.Pool;
/** Positions after which the story was looked at. */
let wednesday: number;
let returned: number;

/** An instant of November in Shanghai. */
const on = (day: number, time = '10:00') =>
	Date.parse(`2026-11-${String(day).padStart(2, '0')}T${time}:00+08:00`);

beforeAll(async () => {
	databases = await startDatabases();
	clock.set('2026-11-02T09:00:00+08:00');
	local = await startLocalApp({ ...databases, clock });
	({ app, pool } = local);
	await foundCompany(app, '2026-11-01');

	clock.set('2026-11-03T10:00:00+08:00');
	await record(app, sale('r1', 1_000_000, { at: on(2), customer: 'd1', product: 'p1' }));
	await record(app, sale('r7', 400_000, { at: on(3, '09:30'), customer: 'd2', product: 'p2' }));
	const { rep: _, ...shared } = sale('r1', 999_999, { at: on(3, '09:40'), product: 'p1' });
	await record(app, {
		...shared,
		credits: [
			{ rep: 'r1', share: 60 },
			{ rep: 'r4', share: 40 }
		],
		overlays: [{ rep: 'r8', share: 50 }]
	});
	clock.set('2026-11-04T16:00:00+08:00');
	wednesday = await record(app, sale('r4', 700_000, { at: on(4) }));
	clock.set('2026-11-05T11:00:00+08:00');
	// Found out late: it counts for Tuesday.
	const late = await record(app, sale('r2', 2_500_000, { at: on(3, '18:00'), customer: 'd1' }));
	returned = await record(
		app,
		sale('r1', -300_000, { at: on(5), kind: 'return', customer: 'd1', product: 'p1' })
	);
	await reverse(app, wednesday);
	expect(late).toBeLessThan(returned);
	clock.set('2026-11-06T15:00:00+08:00');
	await app.targets.put(
		[
			{
				metric: 'sales',
				period: { unit: 'month', start: '2026-11-01' },
				subject: { kind: 'rep', code: 'r1' },
				amount: 33_000_000
			}
		],
		'test'
	);
}, 120_000);

afterAll(async () => {
	await local?.close();
	await databases?.stop();
});

async function table(query: Partial<TrackingQuery> & Pick<TrackingQuery, 'kind' | 'code'>) {
	const read = await app.tracking.read({ metric: 'sales', ...query });
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	return read.tracking;
}

const OF: Record<TrackingQuery['kind'], string> = {
	unit: `c.team_id IN (
		WITH RECURSIVE below AS (
			SELECT id FROM units WHERE code = $1
			UNION ALL SELECT u.id FROM units u JOIN below ON u.parent_id = below.id
		) SELECT id FROM below)`,
	rep: 'c.rep_id = (SELECT id FROM reps WHERE code = $1)',
	dealer: 'e.customer_id = (SELECT id FROM customers WHERE code = $1)',
	product: 'e.product_id = (SELECT id FROM products WHERE code = $1)'
};

/** Straight from the entries: no day totals, none of the server's own code. */
async function summed(
	{ kind, code }: Pick<TrackingQuery, 'kind' | 'code'>,
	upTo = Number.MAX_SAFE_INTEGER
): Promise<Record<string, number>> {
	const { rows } = await pool.query<{ day: string; amount: string }>(
		`SELECT e.business_date::text AS day, sum(c.amount) AS amount
		FROM entries e JOIN entry_credits c USING (position)
		WHERE c.role = 'credit' AND e.position <= $2 AND ${OF[kind]}
		GROUP BY 1`,
		[code, upTo]
	);
	return Object.fromEntries(rows.map(({ day, amount }) => [day, Number(amount)]));
}

const SUBJECTS = [
	['unit', 'company'],
	['unit', 'east'],
	['unit', 't1'],
	['unit', 't3'],
	['rep', 'r1'],
	['rep', 'r4'],
	['rep', 'r8'],
	['dealer', 'd1'],
	['product', 'p1']
] as const;

function expectSums(tracking: TrackingView, sums: Record<string, number>): void {
	let total = 0;
	for (const day of tracking.days) {
		if (day.date > tracking.today) {
			expect(day.actual).toBeUndefined();
			continue;
		}
		total += sums[day.date] ?? 0;
		expect(day.actual, day.date).toBe(sums[day.date] ?? 0);
		expect(day.cumulativeActual, day.date).toBe(total);
	}
	expect(tracking.progress.value).toBe(total);
}

describe.each(SUBJECTS)('[TRACK-1] %s %s', (kind, code) => {
	test('equals what the entries sum to, with shares, returns, reversals and what was booked late', async () => {
		expectSums(await table({ kind, code }), await summed({ kind, code }));
	});

	test('day targets sum to the month’s', async () => {
		const { days, progress } = await table({ kind, code });
		const sum = days.reduce((all, { target }) => all + target, 0);
		expect(sum).toBe(progress.target ?? 0);
	});

	test('[TRACK-8] the entries of each day sum to its figure', async () => {
		const { days, today } = await table({ kind, code });
		for (const { date, actual } of days.filter((day) => day.date <= today)) {
			const read = await app.tracking.entries({
				metric: 'sales',
				kind,
				code,
				from: date,
				to: date
			});
			if (!read.ok) throw new Error(JSON.stringify(read.problems));
			expect(read.entries.sum, date).toBe(actual);
			expect(read.entries.rows.reduce((sum, { amount }) => sum + amount, 0)).toBe(actual);
		}
	});

	test('[TRACK-9] as of a position shows the entries up to it, and nothing since', async () => {
		for (const position of [wednesday, returned]) {
			const former = await table({ kind, code, asOf: String(position) });
			expect(former).toMatchObject({ past: true, position });
			expectSums(former, await summed({ kind, code }, position));
		}
	});

	test('[TRACK-9] as of the last position it shows what it shows now', async () => {
		const now = await table({ kind, code });
		const former = await table({ kind, code, asOf: String(now.position), month: now.today });
		expect(former.days.map(({ actual }) => actual ?? 0)).toEqual(
			now.days.map(({ actual }) => actual ?? 0)
		);
	});
});

describe('[TRACK-5] parts', () => {
	test('are one step down, furthest behind first, and add up', async () => {
		const company = await table({ kind: 'unit', code: 'company' });
		expect(company.parts.rows.map(({ code }) => code).sort()).toEqual(['east', 't3']);
		expect(company.parts.rest).toBeUndefined();
		const team = await table({ kind: 'unit', code: 't1' });
		const indexes = team.parts.rows.map(({ index }) => index!);
		expect(indexes).toEqual(indexes.toSorted((a, b) => a - b));
		expect(team.parts.rows.map(({ code }) => code).sort()).toEqual(['r1', 'r2', 'r3']);
	});

	test('of a rep are their dealers, of a dealer what was bought, and what names no product is the rest', async () => {
		const rep = await table({ kind: 'rep', code: 'r1' });
		expect(rep.parts.rows).toMatchObject([{ kind: 'dealer', code: 'd1', value: 3_200_000 }]);
		const dealer = await table({ kind: 'dealer', code: 'd1' });
		expect(dealer.parts.rows).toMatchObject([{ kind: 'product', code: 'p1', value: 700_000 }]);
		expect(dealer.parts.rest).toBe(2_500_000);
		expect(dealer.above.map(({ code }) => code)).toEqual(['company', 'east', 't1', 'r1']);
	});

	test('whom one may not see are not among them', async () => {
		const read = await app.tracking.read(
			{ metric: 'sales', kind: 'unit', code: 't1' },
			({ code }) => code !== 'r2'
		);
		expect(read.ok && read.tracking.parts.rows.map(({ code }) => code).sort()).toEqual([
			'r1',
			'r3'
		]);
		expect(read.ok && read.tracking.parts.rest).toBe(2_500_000);
	});
});

describe('[TRACK-9] as of a date', () => {
	test('is what its end showed: without what was booked later for that very day', async () => {
		const former = await table({ kind: 'unit', code: 'company', asOf: '2026-11-04' });
		expect(former).toMatchObject({ past: true, position: wednesday, today: '2026-11-04' });
		expectSums(former, await summed({ kind: 'unit', code: 'company' }, wednesday));
		expect(former.progress.timeProgress).toBeCloseTo(3 / 21, 10);
	});

	test('has the target that was in force', async () => {
		const now = await table({ kind: 'rep', code: 'r1' });
		const former = await table({ kind: 'rep', code: 'r1', asOf: '2026-11-05' });
		expect(now.progress.target).toBe(33_000_000);
		expect(former.progress.target).toBe(10_000_000);
		expect(former.days.reduce((sum, { target }) => sum + target, 0)).toBe(10_000_000);
	});

	test('from before the first entry, and before any target, is empty', async () => {
		const former = await table({
			kind: 'unit',
			code: 'company',
			asOf: '2026-11-01',
			month: '2026-11-01'
		});
		expect(former).toMatchObject({ position: 0, progress: { value: 0 } });
		expect(former.progress.target).toBeUndefined();
	});

	test.each(['2026-11-06', '2026-12-01', '999999', '0', '-1', 'soon', '2026-02-30'])(
		'%s names no moment of the past',
		async (asOf) => {
			const read = await app.tracking.read({ metric: 'sales', kind: 'rep', code: 'r1', asOf });
			expect(read).toMatchObject({ ok: false, problems: [{ path: 'asOf', reason: 'bad-value' }] });
		}
	);
});

test('[TRACK-8] an entry says whose share it is, that it came late, and that it was taken back', async () => {
	const entries = async (code: string, day: string) => {
		const read = await app.tracking.entries({
			metric: 'sales',
			kind: 'rep',
			code,
			from: day,
			to: day
		});
		return read.ok ? read.entries.rows : [];
	};
	expect(await entries('r1', '2026-11-03')).toMatchObject([{ amount: 599_999, whole: 999_999 }]);
	expect(await entries('r2', '2026-11-03')).toMatchObject([{ late: true }]);
	expect(await entries('r4', '2026-11-04')).toMatchObject([
		{ id: wednesday, reversedBy: expect.any(Number) }
	]);
	expect(await entries('r4', '2026-11-05')).toMatchObject([
		{ kind: 'reversal', reverses: wednesday, amount: -700_000 }
	]);
	// An assist counts for nobody (LEDGER-5).
	expect(await entries('r8', '2026-11-03')).toEqual([]);
});

test('what is not known is a problem that names the field', async () => {
	const ask = (query: Partial<TrackingQuery>) =>
		app.tracking.read({ metric: 'sales', kind: 'rep', code: 'r1', ...query });
	expect(await ask({ metric: 'x' })).toMatchObject({ problems: [{ path: 'metric' }] });
	expect(await ask({ code: 'x' })).toMatchObject({ problems: [{ reason: 'unknown-rep' }] });
	// Only dealers among customers carry targets.
	expect(await ask({ kind: 'dealer', code: 'c1' })).toMatchObject({
		problems: [{ reason: 'unknown-customer' }]
	});
});

test('says the same as /progress', async () => {
	const query = { metric: 'sales', kind: 'unit', code: 't1' } as const;
	const read = await app.progress.read({ ...query, period: 'month' });
	const { progress } = await table(query);
	expect(read.ok && read.progress).toMatchObject({
		value: progress.value,
		target: progress.target,
		status: progress.status,
		...(progress.outlook ? { outlook: progress.outlook } : {})
	});
});

describe('[TRACK-7] whoever looks is told', () => {
	const looking = (kind: TrackingQuery['kind'], code: string) => {
		const told: number[] = [];
		let ended = false;
		const stop = app.tracking.watch(
			{ metric: 'sales', kind, code },
			{ onChange: (position) => told.push(position), onEnd: () => (ended = true) }
		)!;
		return { told, stop, hasEnded: () => ended };
	};

	test('of an entry that touches the subject, and of no other; of a burst not each', async () => {
		const [unit, rep, other, dealer] = [
			looking('unit', 'east'),
			looking('rep', 'r5'),
			looking('rep', 'r7'),
			looking('dealer', 'd1')
		];
		const id = await record(app, sale('r5', 1_000, { at: clock(), customer: 'd1' }));
		await until(() => unit.told.length > 0 && rep.told.length > 0 && dealer.told.length > 0);
		expect(unit.told[0]).toBeGreaterThanOrEqual(id);
		for (let i = 0; i < 50; i++) await record(app, sale('r5', 1_000, { at: clock() }));
		const last = await record(app, sale('r5', 1_000, { at: clock() }));
		await until(() => rep.told.at(-1)! >= last);
		expect(rep.told.length).toBeLessThan(20);
		expect(other.told).toEqual([]);
		for (const { stop } of [unit, rep, other, dealer]) stop();
	});

	test('of a target that changed', async () => {
		const rep = looking('rep', 'r7');
		await app.targets.put(
			[
				{
					metric: 'sales',
					period: { unit: 'month', start: '2026-11-01' },
					subject: { kind: 'rep', code: 'r7' },
					amount: 1
				}
			],
			'test'
		);
		await until(() => rep.told.length > 0);
		rep.stop();
	});
});

test('[TRACK-15] the race as of a past position is that of the table then', async () => {
	const asOf = String(wednesday);
	const read = await app.tracking.race({ metric: 'sales', unit: 'east', asOf });
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	const then = await table({ kind: 'unit', code: 'east', asOf });
	expect(read.race.today).toBe('2026-11-04');
	expect(read.race.days.map(({ date, total }) => [date, total])).toEqual(
		then.days
			.filter(({ date }) => date <= then.today)
			.map(({ date, cumulativeActual }) => [date, cumulativeActual])
	);
	for (const { code, value } of read.race.days.at(-1)!.rows) {
		const sums = await summed({ kind: 'rep', code }, wednesday);
		expect(value).toBe(Object.values(sums).reduce((sum, amount) => sum + amount, 0));
	}
});

test('[TRACK-15] the race ends where the month stands', async () => {
	const read = await app.tracking.race({ metric: 'sales', unit: 'east' });
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	const { race } = read;
	const east = await table({ kind: 'unit', code: 'east' });
	expect(race.days.map(({ date, total }) => [date, total])).toEqual(
		east.days
			.filter(({ date }) => date <= east.today)
			.map(({ date, cumulativeActual }) => [date, cumulativeActual])
	);
	expect(race.field).toBe(6);
	const last = race.days.at(-1)!;
	for (const { code, value } of last.rows) {
		const sums = await summed({ kind: 'rep', code });
		expect(value).toBe(Object.values(sums).reduce((sum, amount) => sum + amount, 0));
	}
});
