/** The record: what the database itself refuses, and what appending guarantees. */
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EntryForm } from '../../src/lib/forms/entry.ts';
import { closeLedger, foundCompany, record, REPS, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';

const clock = shiftedClock(MONDAY_MORNING);

let databases: Databases;
let local: LocalApp;
let pool: pg.Pool;

beforeAll(async () => {
	databases = await startDatabases();
	local = await startLocalApp({ ...databases, clock });
	({ pool } = local);
	await foundCompany(local.app, '2026-11-01');
	await sell('r1', 1_00);
});

afterAll(async () => {
	await local?.close();
	await databases?.stop();
});

const append = (form: EntryForm) => local.app.ledger.append(form, 'test');
const sell = (rep: string, amount: number) => record(local.app, sale(rep, amount, { at: clock() }));
const head = async (): Promise<number> =>
	(await pool.query('SELECT position::int AS at FROM ledger_head')).rows[0].at;

/** Runs statements in one transaction that is never committed. */
async function attempt(...statements: string[]): Promise<void> {
	const client = await pool.connect();
	try {
		await client.query('BEGIN');
		for (const statement of statements) await client.query(statement);
		await client.query('SET CONSTRAINTS ALL IMMEDIATE');
	} finally {
		await client.query('ROLLBACK');
		client.release();
	}
}

const ENTRY = (position: string, amount: number, date = '2026-11-23') =>
	`INSERT INTO entries (position, source, external_id, kind, metric_id, amount, occurred_at, business_date, booked_at, recorded_by)
	SELECT ${position}, 'sql', 'sql-' || ${position}, 'sale', 1, ${amount}, now(), '${date}', now(), 'sql'`;
const CREDIT = (position: string, share: number, amount: number, rep = 1) =>
	`INSERT INTO entry_credits (position, rep_id, team_id, role, share, amount)
	SELECT ${position}, ${rep}, 3, 'credit', ${share}, ${amount}`;
/** One statement, as a commit is: statement triggers see both tables. */
const TOGETHER = (entry: string, ...credits: string[]) =>
	`WITH e AS (${entry} RETURNING 1), ${credits.map((c, i) => `c${i} AS (${c} RETURNING 1)`).join(', ')} SELECT`;
const NEXT = '(SELECT position FROM ledger_head)';
const ADVANCE = 'UPDATE ledger_head SET position = position + 1';

describe('the database refuses', () => {
	test.each([
		'UPDATE entries SET amount = 1',
		'UPDATE entries SET note = NULL WHERE false',
		'DELETE FROM entries',
		'TRUNCATE entries CASCADE',
		'UPDATE entry_credits SET amount = 1',
		'DELETE FROM entry_credits',
		'TRUNCATE entry_credits'
	])('[LEDGER-1] %s', async (statement) => {
		await expect(attempt(statement)).rejects.toThrow(/append-only/);
	});

	test('[LEDGER-4] an entry that nobody is credited with', async () => {
		await expect(attempt(ADVANCE, ENTRY(NEXT, 5))).rejects.toThrow(/do not sum/);
	});

	test.each([
		['shares below 100 %', [[9_999, 500] as const]],
		['shares above 100 %', [[6_000, 300] as const, [6_000, 200] as const]],
		['amounts below the entry’s', [[10_000, 499] as const]],
		['amounts above the entry’s', [[5_000, 250] as const, [5_000, 251] as const]]
	])('[LEDGER-4] credits with %s', async (_, credits) => {
		const rows = credits.map(([share, amount], i) => CREDIT(NEXT, share, amount, i + 1));
		await expect(attempt(ADVANCE, TOGETHER(ENTRY(NEXT, 500), ...rows))).rejects.toThrow(
			/do not sum/
		);
	});

	test('[LEDGER-4] one more credit for an entry that is booked', async () => {
		await expect(attempt(CREDIT('1', 1, 1, 2))).rejects.toThrow(/do not sum/);
	});

	test('but not an entry whose credits are right', async () => {
		await attempt(
			ADVANCE,
			TOGETHER(ENTRY(NEXT, 500), CREDIT(NEXT, 3_333, 167, 1), CREDIT(NEXT, 6_667, 333, 2))
		);
	});

	test('[LEDGER-2] an entry beyond the head', async () => {
		await expect(attempt(TOGETHER(ENTRY('99999', 5), CREDIT('99999', 10_000, 5)))).rejects.toThrow(
			/beyond the head/
		);
	});

	test('[LEDGER-3] an external id of the same source twice', async () => {
		const again = `${ENTRY(NEXT, 5).replace(`'sql-' || ${NEXT}`, `'x'`)}`;
		await expect(
			attempt(
				ADVANCE,
				TOGETHER(again, CREDIT(NEXT, 10_000, 5)),
				ADVANCE,
				TOGETHER(again, CREDIT(NEXT, 10_000, 5))
			)
		).rejects.toThrow(/entries_source_external_id/);
	});

	test('[LEDGER-8] an entry of a closed period', async () => {
		await expect(
			attempt(
				`UPDATE ledger_head SET closed_through = '2026-10-31', position = position + 1`,
				TOGETHER(ENTRY(NEXT, 5, '2026-10-31'), CREDIT(NEXT, 10_000, 5))
			)
		).rejects.toThrow(/closed/);
	});

	test('[DIR-1] a second company', async () => {
		await expect(
			attempt(`INSERT INTO units (code, name, kind) VALUES ('x', 'x', 'company')`)
		).rejects.toThrow(/units_one_company/);
	});

	test('[DIR-3] a rep in two teams on one day', async () => {
		await expect(
			attempt(`INSERT INTO memberships (rep_id, team_id, since) VALUES (1, 4, '2026-11-20')`)
		).rejects.toThrow(/memberships_one_team_at_a_time/);
	});

	test.each([
		['a second head', `INSERT INTO ledger_head (id) VALUES (2)`],
		['a second organisation', `INSERT INTO organisation SELECT 2, name FROM organisation`],
		[
			'a membership that ends before it begins',
			`UPDATE memberships SET until = '0001-01-01', since = '0002-01-01'`
		],
		['a target without a subject', `UPDATE targets SET unit_id = NULL, rep_id = NULL`],
		['a negative target', `UPDATE targets SET amount = -1`]
	])('%s', async (_, statement) => {
		await expect(attempt(statement)).rejects.toThrow();
	});
});

describe('[LEDGER-3] the same external id', () => {
	test('sent twice at the same moment is stored once, and both are answered with it', async () => {
		for (let i = 0; i < 20; i++) {
			const before = await head();
			const form = sale('r1', 1_00, { at: clock() });
			const answers = await Promise.all([append(form), append({ ...form }), append({ ...form })]);
			const entries = answers.map((answer) => answer.ok && answer.entry.position);
			expect(new Set(entries)).toEqual(new Set([before + 1]));
			expect(answers.filter((answer) => answer.ok && !answer.replayed)).toHaveLength(1);
			expect(await head()).toBe(before + 1);
		}
	});

	test('with the shares in another order is the same entry', async () => {
		const { rep: _, ...form } = sale('', 100_01, { at: clock() });
		const credits = [
			{ rep: 'r1', share: 33.33 },
			{ rep: 'r2', share: 66.67 }
		];
		const first = await append({ ...form, credits });
		const again = await append({ ...form, credits: credits.toReversed() });
		expect(again).toMatchObject({ ok: true, replayed: true });
		expect(again.ok && again.entry).toEqual(first.ok && first.entry);
	});

	test.each([
		['amount', { amount: 2_00 }],
		['rep', { rep: 'r2' }],
		['instant', { occurredAt: '2026-11-23T09:00:00+08:00' }],
		['customer', { customer: 'd1' }],
		['note', { note: 'another' }],
		['kind', { kind: 'adjustment' as const }]
	])('with another %s is a conflict that names the entry', async (_, change) => {
		const form = sale('r1', 1_00, { at: clock() });
		const id = await record(local.app, form);
		expect(await append({ ...form, ...change })).toMatchObject({
			ok: false,
			problems: [{ reason: 'external-id-taken', params: { id } }]
		});
	});

	test('of two different entries at the same moment: one is stored, the other is a conflict', async () => {
		const form = sale('r1', 1_00, { at: clock() });
		const answers = await Promise.all([append(form), append({ ...form, amount: 2_00 })]);
		expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
	});

	test('of another source is another entry', async () => {
		const form = sale('r1', 1_00, { at: clock() });
		const id = await record(local.app, form);
		expect(await record(local.app, { ...form, source: 'erp' })).toBe(id + 1);
	});

	test('[LEDGER-10] the name of a reversal cannot be taken by somebody else', async () => {
		const id = await sell('r1', 5_00);
		const form = sale('r1', 1_00, { at: clock(), source: 'reversal', externalId: String(id) });
		expect(await append(form)).toMatchObject({
			ok: false,
			problems: [{ path: 'source', reason: 'reserved-source' }]
		});
		expect(await local.app.ledger.reverse(id, 'test', 'test')).toMatchObject({ ok: true });
	});
});

describe('a group commit', () => {
	test('[LEDGER-8] with entries that the database refuses books all others, without a gap', async () => {
		const before = await head();
		// Closed by another process, a moment before this one hears of it.
		await pool.query(`UPDATE ledger_head SET closed_through = '2026-10-31'`);
		try {
			const answers = await Promise.all(
				Array.from({ length: 30 }, (_, i) =>
					append(
						sale('r1', 1_00 + i, {
							at: i % 10 === 3 ? Date.parse('2026-10-15T12:00:00+08:00') : clock()
						})
					)
				)
			);
			const refused = answers.filter((answer) => !answer.ok);
			expect(refused).toHaveLength(3);
			for (const answer of refused)
				expect(answer).toMatchObject({
					problems: [{ path: 'occurredAt', reason: 'period-closed' }]
				});
			expect(await head()).toBe(before + 27);
			const { rows } = await pool.query(
				'SELECT position::int AS at FROM entries WHERE position > $1 ORDER BY 1',
				[before]
			);
			expect(rows.map(({ at }) => at)).toEqual(
				Array.from({ length: 27 }, (_, i) => before + 1 + i)
			);
		} finally {
			await pool.query('UPDATE ledger_head SET closed_through = NULL');
		}
	});

	test('[LEDGER-2] answers in the order of position to whoever posted in order', async () => {
		const ids = await Promise.all(Array.from({ length: 200 }, (_, i) => sell('r2', 1 + i)));
		expect(ids).toEqual(ids.toSorted((a, b) => a - b));
	});
});

describe('[LEDGER-8] a closed period', () => {
	test('takes no entries, a correction lands in the open one and names what it corrects', async () => {
		const october = Date.parse('2026-10-15T12:00:00+08:00');
		const wrong = await record(local.app, sale('r1', 9_00, { at: october }));
		await closeLedger(local.app.ledger, '2026-10-31');
		try {
			expect(await append(sale('r1', 1_00, { at: october }))).toMatchObject({
				ok: false,
				problems: [{ path: 'occurredAt', reason: 'period-closed' }]
			});
			const reversed = await local.app.ledger.reverse(wrong, 'test', 'test');
			expect(reversed.ok && reversed.entry.businessDate).toBe('2026-11-23');
			const right = await append(sale('r1', 8_00, { at: clock(), corrects: wrong }));
			expect(right.ok && right.entry.corrects).toBe(wrong);
		} finally {
			await closeLedger(local.app.ledger, undefined);
		}
	});
});

describe('[LEDGER-7] a reversal', () => {
	test('asked for twice at the same moment happens once', async () => {
		for (let i = 0; i < 20; i++) {
			const id = await sell('r3', 33_33);
			const answers = await Promise.all(
				[0, 1, 2].map(() => local.app.ledger.reverse(id, 'test', 'test'))
			);
			expect(new Set(answers.map((answer) => answer.ok && answer.entry.position))).toEqual(
				new Set([await head()])
			);
			expect(answers.filter((answer) => answer.ok && !answer.replayed)).toHaveLength(1);
		}
	});

	test('negates every figure of its entry, assists too, and is booked today', async () => {
		const { rep: _, ...form } = sale('', 100_01, {
			at: Date.parse('2026-10-15T12:00:00+08:00'),
			quantity: 7,
			customer: 'd1',
			product: 'p1',
			overlays: [{ rep: 'r5', share: 12.5 }]
		});
		const shared = {
			...form,
			credits: [33.33, 33.33, 33.34].map((share, i) => ({ rep: REPS[i]!, share }))
		};
		const first = await append(shared);
		const id = first.ok ? first.entry.position : 0;
		const back = await local.app.ledger.reverse(id, 'test', 'test');
		expect(back.ok && first.ok && { ...back.entry }).toMatchObject({
			kind: 'reversal',
			reverses: id,
			amount: -100_01,
			quantity: -7,
			businessDate: '2026-11-23',
			customerId: first.ok && first.entry.customerId,
			productId: first.ok && first.entry.productId,
			credits: first.ok ? first.entry.credits.map((c) => ({ ...c, amount: 0 - c.amount })) : []
		});
		expect(
			await local.app.ledger.reverse(back.ok ? back.entry.position : 0, 'x', 'test')
		).toMatchObject({
			ok: false,
			problems: [{ reason: 'reversal-of-reversal' }]
		});
	});
});

test('[TIME-5] the business date is the day in the organisation’s zone', async () => {
	const at = (occurredAt: string) => append({ ...sale('r1', 1, { at: clock() }), occurredAt });
	for (const [instant, date] of [
		['2026-11-22T15:59:59.999Z', '2026-11-22'],
		['2026-11-22T16:00:00Z', '2026-11-23'],
		['2026-11-22T23:00:00-05:00', '2026-11-23']
	] as const) {
		const appended = await at(instant);
		expect(appended.ok && appended.entry.businessDate).toBe(date);
	}
});

test('day totals after a random month equal a fresh sum over the entries', async () => {
	const { app } = local;
	let seed = 11;
	const random = (below: number) => {
		seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
		return seed % below;
	};
	const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
	const ids: number[] = [];
	for (let round = 0; round < 25; round++) {
		const batch = Array.from({ length: 40 }, async () => {
			const at = Date.parse('2026-11-01T08:00:00+08:00') + random(22 * 86_400) * 1_000;
			const kind = pick(['sale', 'sale', 'sale', 'return', 'collection', 'adjustment'] as const);
			const amount =
				kind === 'return'
					? -1 - random(900)
					: kind === 'adjustment'
						? 50 - random(49)
						: random(5_000);
			const { rep, ...form } = sale(pick(REPS), amount, {
				at,
				kind,
				metric: pick(['sales', 'sales', 'collection', 'units']),
				...(random(2) ? { customer: pick(['d1', 'd2', 'c1']) } : {}),
				...(random(2) ? { product: pick(['p1', 'p2']) } : {}),
				...(random(4) ? {} : { overlays: [{ rep: pick(REPS), share: 50 }] })
			});
			const first = random(9_998) / 100 + 0.01;
			const other = REPS[(REPS.indexOf(rep!) + 1) % REPS.length]!;
			const credits = [
				{ rep: rep!, share: first },
				{ rep: other, share: Math.round((100 - first) * 100) / 100 }
			].map(({ rep, share }) => ({ rep, share: Number(share.toFixed(2)) }));
			ids.push(await record(app, random(3) ? { ...form, rep: rep! } : { ...form, credits }));
		});
		await Promise.all(batch);
		if (round === 12) await app.directory.put('reps', 'r2', { name: '王建国', team: 't3' }, 'test');
		for (let i = 0; i < 5; i++) await app.ledger.reverse(pick(ids), 'test', 'test');
	}
	const { rows } = await pool.query(`
		WITH credit AS (
			SELECT e.position, e.metric_id, e.customer_id, e.product_id, e.business_date AS day, c.rep_id, c.team_id, c.amount
			FROM entries e JOIN entry_credits c USING (position) WHERE c.role = 'credit'
		), part AS (
			SELECT 'rep' AS kind, rep_id AS subject_id, * FROM credit
			UNION ALL SELECT 'team', team_id, * FROM credit
			UNION ALL SELECT 'customer', customer_id, * FROM credit WHERE customer_id IS NOT NULL
			UNION ALL SELECT 'product', product_id, * FROM credit WHERE product_id IS NOT NULL
		), fresh AS (
			SELECT kind, metric_id, subject_id, day, team_id, sum(amount) AS amount,
				coalesce(max(position) FILTER (WHERE amount <> 0), 0) AS reached
			FROM part GROUP BY 1, 2, 3, 4, 5
		)
		SELECT count(*)::int AS all,
			count(*) FILTER (WHERE t.amount IS DISTINCT FROM f.amount)::int AS wrong,
			count(*) FILTER (WHERE t.reached IS DISTINCT FROM f.reached)::int AS late
		FROM fresh f FULL JOIN day_totals t USING (kind, metric_id, subject_id, day, team_id)`);
	expect(rows[0].all).toBeGreaterThan(300);
	expect(rows[0]).toMatchObject({ wrong: 0, late: 0 });
});
