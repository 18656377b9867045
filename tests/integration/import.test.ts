/** Files of other systems into the books, on a real PostgreSQL. docs/SPEC.md, IMPORT-*. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { findFiles } from '../../server/imports/files.ts';
import { createImports } from '../../server/imports/imports.ts';
import { readMap } from '../../server/imports/read-map.ts';
import type { ImportReport, StepReport } from '../../server/imports/report.ts';
import type { Problem } from '../../server/problems.ts';
import { problemText } from '../../src/lib/problem-text.server.ts';
import { NOW, startRecords } from '../support/records.ts';
import type { OpenRecord, Records } from '../support/records.ts';

let records: Records;
let books: OpenRecord;
let folder: string;

beforeAll(async () => void (records = await startRecords()));
afterAll(() => records.stop());
beforeEach(async () => {
	books = await records.open();
	folder = await mkdtemp(join(tmpdir(), 'lhb-import-'));
});
afterEach(async () => {
	await books.close();
	await rm(folder, { recursive: true });
});

const words = (problem: Problem) => problemText(problem, 'en');

async function attempt(map: object, given: string[] = [folder], dryRun = false) {
	const read = readMap(JSON.stringify(map));
	if (!read.ok) return read;
	const files = await findFiles(read.map, given);
	if (!files.ok) return files;
	const { paths, complete } = files;
	return createImports(books.record, { clock: () => NOW, log: books.log }).run({
		map: read.map,
		paths,
		complete,
		dryRun,
		actor: 'test',
		rejectsFolder: () => Promise.resolve(folder),
		words
	});
}

async function run(map: object, given?: string[], dryRun?: boolean): Promise<ImportReport> {
	const outcome = await attempt(map, given, dryRun);
	if (!outcome.ok) throw new Error(outcome.problems.map((p) => `${p.path} ${words(p)}`).join('\n'));
	return outcome.report;
}

const put = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);

const counts = ({ created, updated, unchanged, replayed, rejected, skipped }: StepReport) => ({
	created,
	updated,
	unchanged,
	replayed,
	rejected,
	skipped
});
const NONE = { created: 0, updated: 0, unchanged: 0, replayed: 0, rejected: 0, skipped: 0 };

const inBooks = () =>
	books.one<{ entries: number; total: number; totals: number }>(
		`SELECT count(*)::int AS entries, coalesce(sum(amount), 0)::float8 AS total,
			(SELECT coalesce(sum(amount), 0) FROM day_totals WHERE kind = 'rep')::float8 AS totals
		FROM entries`
	);

/** A company whose files say everything in Chinese. */
const COMPANY = {
	source: 'erp',
	files: [
		{
			file: '组织.csv',
			as: 'units',
			columns: {
				code: '编号',
				name: '名称',
				kind: { column: '级别', aliases: { 公司: 'company', 大区: 'region', 团队: 'team' } },
				parent: '上级'
			}
		},
		{
			file: '业务员.csv',
			as: 'reps',
			columns: { code: '工号', name: '姓名', team: '团队' }
		},
		{
			file: '流水.csv',
			as: 'entries',
			create: {
				customers: { kind: { value: 'retail' } },
				products: { series: '系列' }
			},
			columns: {
				kind: { column: '类型', aliases: { 销售: 'sale', 退货: 'return' } },
				metric: { value: 'sales' },
				amount: { column: '金额', sign: 'by-kind' },
				occurredAt: { column: '日期', format: ['YYYY年M月D日', 'YYYY/M/D H:mm'] },
				rep: '工号',
				customer: { column: '客户', derive: true },
				product: '产品',
				note: '备注'
			}
		}
	]
};

const UNITS = `编号,名称,级别,上级
总部,龙腾贸易,公司,
华东,华东大区,大区,总部
一队,华东一队,团队,华东
`;
const REPS = `工号,姓名,团队
R1,李娜,一队
R2,王建国,一队
R3,欧阳思远,一队
`;
const HEADINGS = '日期,类型,工号,金额,客户,产品,系列,备注\r\n';

async function putCompany(entries: string): Promise<void> {
	await put('组织.csv', UNITS);
	await put('业务员.csv', REPS);
	await put('流水.csv', entries);
}

describe('files of other systems', () => {
	test('[IMPORT-5] [IMPORT-15] in GB18030 become units, reps, entries and whatever they name', async () => {
		const entries = `${HEADINGS}2026年11月2日,销售,R1,"￥1,280.50",苏州/园区店,四件套,床品,首单
2026/11/3 9:05,销售,R2,99,苏州/园区店,枕头,,
2026年11月4日,退货,R1,80.5,苏州/园区店,四件套,床品,
`;
		await put('组织.csv', iconv.encode(UNITS, 'gb18030'));
		await put('业务员.csv', iconv.encode(REPS, 'gb18030'));
		await put('流水.csv', iconv.encode(entries, 'gb18030'));
		const { steps, rejected } = await run(COMPANY);
		expect(rejected).toBe(0);
		expect(steps.map(counts)).toEqual([
			{ ...NONE, created: 3 },
			{ ...NONE, created: 3 },
			{ ...NONE, created: 3 }
		]);
		expect(steps[2]!.alsoCreated).toEqual({ customers: 1, products: 2 });
		expect(await inBooks()).toEqual({ entries: 3, total: 129_900, totals: 129_900 });
		const named = await books.all(
			`SELECT c.code, c.name, c.kind, p.name AS product, p.series,
				to_char(e.occurred_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS at
			FROM entries e JOIN customers c ON c.id = e.customer_id JOIN products p ON p.id = e.product_id
			ORDER BY position`
		);
		const shop = { code: '苏州-园区店', name: '苏州/园区店', kind: 'retail' };
		expect(named).toEqual([
			{ ...shop, product: '四件套', series: '床品', at: '2026-11-02 12:00' },
			{ ...shop, product: '枕头', series: null, at: '2026-11-03 09:05' },
			{ ...shop, product: '四件套', series: '床品', at: '2026-11-04 12:00' }
		]);
	});

	test('[IMPORT-10] [IMPORT-13] imported twice add nothing, also rows that say the same', async () => {
		const row = '2026年11月2日,销售,R1,10,,,,\r\n';
		await putCompany(HEADINGS + row + row + row.replace('R1', 'R2') + row);
		expect((await run(COMPANY)).steps.map(counts)[2]).toEqual({ ...NONE, created: 4 });
		const before = await inBooks();
		expect(before).toMatchObject({ entries: 4, total: 4_000 });
		const audited = await books.one('SELECT count(*) FROM audit');
		const again = await run(COMPANY);
		expect(again.steps.map(counts)).toEqual([
			{ ...NONE, unchanged: 3 },
			{ ...NONE, unchanged: 3 },
			{ ...NONE, replayed: 4 }
		]);
		expect(await inBooks()).toEqual(before);
		expect(await books.one('SELECT count(*) FROM audit')).toEqual(audited);
	});

	test('[IMPORT-11] bad rows are told, written to a file, corrected there and imported again', async () => {
		await putCompany(
			`${HEADINGS}2026年11月2日,销售,R1,10,,,,
2026年11月31日,销售,R1,20,,,,=危险
2026年11月2日,销售,R9,30,,,,
2026年11月2日,销售,R2,40,多了,一,个,逗号,啊
2026年11月2日,销售,R2,"50"元,,,,
2026年11月2日,赠品,R2,1.005,,,,"两
行"
2026年11月2日,销售,R3,70,,,,
`
		);
		const { steps } = await run(COMPANY);
		const report = steps[2]!;
		expect(counts(report)).toEqual({ ...NONE, created: 2, rejected: 5 });
		const told = report.rejects.map(({ line, cells }) => [
			line,
			...cells.map(({ column, value, problem }) => [column, value, problem.reason])
		]);
		expect(told).toEqual([
			[3, ['日期', '2026年11月31日', 'bad-date']],
			[4, ['工号', 'R9', 'unknown-in-import']],
			[5, ['', undefined, 'ragged-row']],
			[6, ['', undefined, 'broken-quotes']],
			[7, ['金额', '1.005', 'too-many-decimals'], ['类型', '赠品', 'not-one-of']]
		]);
		expect(report.rejectedFile).toBe(join(folder, '流水.csv.rejected.csv'));

		const rejected = await readFile(report.rejectedFile!, 'utf8');
		expect(rejected).toMatch(/^\ufeff#step,#reason,日期,类型/);
		expect(rejected).toContain(",'=危险");
		expect(rejected).toContain('3,"工号: Nothing has the code “R9”.');
		await writeFile(
			report.rejectedFile!,
			rejected
				.replace(',2026年11月31日,', ',2026年11月30日,')
				.replace(',R9,', ',R3,')
				.replace('多了,一,个,逗号,啊', '多了,一,个,逗号')
				.replace('"""50""元"', '50')
				.replace('赠品,R2,1.005', '销售,R2,60')
		);
		// 30 November is still ahead: that row is refused again, into a file of its own.
		const second = await run(COMPANY, [report.rejectedFile!]);
		expect(second.leftOut).toEqual(['组织.csv', '业务员.csv']);
		expect(counts(second.steps[0]!)).toEqual({ ...NONE, created: 4, rejected: 1 });
		const next = second.steps[0]!.rejectedFile!;
		expect(next).toBe(join(folder, '流水.csv.2.rejected.csv'));
		await writeFile(
			next,
			(await readFile(next, 'utf8')).replace(',2026年11月30日,', ',2026年11月3日,')
		);
		expect(counts((await run(COMPANY, [next])).steps[0]!)).toEqual({ ...NONE, created: 1 });

		expect(await inBooks()).toEqual({ entries: 7, total: 28_000, totals: 28_000 });
		const notes = await books.all<{ note: string }>(
			'SELECT note FROM entries WHERE note IS NOT NULL ORDER BY amount'
		);
		expect(notes.map(({ note }) => note)).toEqual(['=危险', '逗号', '两\n行']);
		for (const again of [report.rejectedFile!, next]) await run(COMPANY, [again]);
		expect(await inBooks()).toMatchObject({ entries: 7 });
	});

	test('[IMPORT-11] a row that one step refuses does not come back to the others', async () => {
		const map = {
			files: [
				{
					file: 'a.csv',
					as: 'units',
					distinct: true,
					columns: { code: 'u', kind: 'kind', parent: 'p' }
				},
				{ file: 'a.csv', as: 'reps', columns: { code: 'r', team: 'u' } }
			]
		};
		await put('a.csv', 'u,kind,p,r\nhq,company,,A/1\nt1,team,hq,R1\nt1,team,hq,R2\n');
		const first = await run(map);
		expect(first.steps.map(counts)).toEqual([
			{ ...NONE, created: 2, unchanged: 1 },
			{ ...NONE, created: 2, rejected: 1 }
		]);
		const rejected = await readFile(first.steps[1]!.rejectedFile!, 'utf8');
		await writeFile(first.steps[1]!.rejectedFile!, rejected.replace('hq,company,,A/1', 't1,,,R3'));
		const second = await run(map, [first.steps[1]!.rejectedFile!]);
		expect(second.steps.map(counts)).toEqual([NONE, { ...NONE, created: 1 }]);
	});

	test('[IMPORT-12] a dry run answers as the real one would, and writes nothing', async () => {
		await putCompany(
			`${HEADINGS}2026年11月2日,销售,R1,10,新客,新品,,
2026年11月2日,销售,R9,30,,,,
2026年11月2日,销售,R2,x,,,,
`
		);
		const state = async () => {
			const tables = await books.all<{ name: string }>(
				`SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`
			);
			const rows = await Promise.all(
				tables.map(({ name }) => books.all(`SELECT * FROM "${name}" ORDER BY 1`))
			);
			return { rows, files: await readdir(folder) };
		};
		const before = await state();
		const rehearsed = await run(COMPANY, [folder], true);
		expect(await state()).toEqual(before);
		const real = await run(COMPANY);
		const verdicts = ({ steps }: ImportReport) =>
			steps.map((step) => ({ ...counts(step), also: step.alsoCreated, rejects: step.rejects }));
		expect(verdicts(rehearsed)).toEqual(verdicts(real));
		expect(counts(real.steps[2]!)).toEqual({ ...NONE, created: 1, rejected: 2 });

		const again = await run(COMPANY, [folder], true);
		expect(again.steps.map(counts)).toEqual([
			{ ...NONE, unchanged: 3 },
			{ ...NONE, unchanged: 3 },
			{ ...NONE, replayed: 1, rejected: 2 }
		]);
	});

	test('[IMPORT-10] an id that stands for another sale is refused, now and in a dry run', async () => {
		const [units, reps, entries] = COMPANY.files;
		const map = {
			files: [units, reps, { ...entries, columns: { ...entries!.columns, externalId: '备注' } }]
		};
		await putCompany(
			`${HEADINGS}2026年11月2日,销售,R1,10,,,,A1\n2026年11月2日,销售,R1,20,,,,A1\n2026年11月2日,销售,R1,20,,,,\n`
		);
		for (const dryRun of [true, false]) {
			const report = (await run(map, [folder], dryRun)).steps[2]!;
			expect(counts(report)).toEqual({ ...NONE, created: 1, rejected: 2 });
			expect(report.rejects.map(({ cells }) => cells[0])).toEqual([
				expect.objectContaining({
					column: '备注',
					value: 'A1',
					problem: expect.objectContaining({ reason: 'external-id-taken' })
				}),
				expect.objectContaining({
					column: '备注',
					problem: expect.objectContaining({ reason: 'required' })
				})
			]);
		}
	});

	test('[IMPORT-15] a code that a file gives twice is refused; what differs is refused even if distinct', async () => {
		const map = (distinct: boolean) => ({
			files: [{ file: 'p.csv', as: 'products', distinct, columns: { code: 'c', name: 'n' } }]
		});
		await put('p.csv', 'c,n\np1,One\np1,One\np2,Two\np1,Other\n');
		const rejectedLines = async (distinct: boolean) =>
			(await run(map(distinct))).steps[0]!.rejects.map(({ line, cells }) => [
				line,
				cells[0]!.problem.reason,
				cells[0]!.problem.params
			]);
		expect(await rejectedLines(false)).toEqual([
			[3, 'duplicate-row', { line: 2 }],
			[5, 'duplicate-row', { line: 2 }]
		]);
		expect(await rejectedLines(true)).toEqual([[5, 'duplicate-row', { line: 2 }]]);
		expect(await books.all('SELECT code, name FROM products ORDER BY 1')).toEqual([
			{ code: 'p1', name: 'One' },
			{ code: 'p2', name: 'Two' }
		]);
	});

	test('targets, the bad ones without the good', async () => {
		await putCompany(HEADINGS);
		await put(
			'targets.csv',
			`month,who,plan\n${Array.from({ length: 1_200 }, (_, i) => `${2000 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')},R1,${i}\n`).join('')}2026-11,R7,5\n2026-11,R2,-5\n2026-11,R2,12.34\n`
		);
		const targets = {
			file: 'targets.csv',
			as: 'targets',
			columns: {
				metric: { value: 'sales' },
				'period.unit': { value: 'month' },
				'period.start': { column: 'month', format: 'YYYY-MM' },
				'subject.kind': { value: 'rep' },
				'subject.code': 'who',
				amount: { column: 'plan', scale: 'ten-thousand' }
			}
		};
		const map = { files: [...COMPANY.files, targets] };
		for (const dryRun of [true, false]) {
			const report = (await run(map, [folder], dryRun)).steps[3]!;
			expect(counts(report)).toEqual({ ...NONE, created: 1_201, rejected: 2 });
			expect(report.rejects.map(({ line, cells }) => [line, cells[0]!.column])).toEqual([
				[1_202, 'who'],
				[1_203, 'plan']
			]);
		}
		expect(counts((await run(map)).steps[3]!)).toEqual({ ...NONE, unchanged: 1_201, rejected: 2 });
		expect(
			await books.one(
				`SELECT amount::int FROM targets t JOIN reps r ON r.id = t.rep_id WHERE r.code = 'R2'`
			)
		).toEqual({ amount: 12_340_000 });
	});

	test('[IMPORT-4] [IMPORT-9] a workbook: its dates, its numbers, its second sheet', async () => {
		await putCompany(HEADINGS);
		const title = (...values: string[]) =>
			values.map((value) => ({ value, fontWeight: 'bold' as const }));
		const date = (iso: string) => ({
			value: new Date(iso),
			type: Date,
			format: 'yyyy"年"m"月"d"日"'
		});
		await writeExcelFile([
			{ sheet: '说明', data: [[{ value: '见第二页' }]] },
			{
				sheet: '流水',
				data: [
					title('十一月流水'),
					[],
					title('日期', '类型', '工号', '金额', '客户', '产品', '系列', '备注'),
					[
						date('2026-11-02T00:00:00Z'),
						{ value: '销售' },
						{ value: 'R1' },
						{ value: 1280.1 },
						{ value: '甲 & 乙' }
					],
					[],
					[
						date('2026-11-03T09:30:00Z'),
						{ value: '退货' },
						{ value: 'R2' },
						{ value: 0.1 + 0.2 },
						null,
						null,
						null,
						{ value: '=1' }
					],
					[{ value: 'x' }, { value: '销售' }, { value: 'R2' }, { value: 1 }]
				]
			}
		]).toFile(join(folder, '流水.xlsx'));
		const [units, reps, entries] = COMPANY.files;
		const map = {
			files: [units, reps, { ...entries, file: '流水.xlsx', sheet: '流水', headingRow: 3 }]
		};
		const { steps } = await run(map);
		expect(counts(steps[2]!)).toEqual({ ...NONE, created: 2, rejected: 1 });
		expect(steps[2]!.rejects[0]).toMatchObject({
			line: 7,
			cells: [{ column: '日期', value: 'x' }]
		});
		expect(
			await books.all(
				`SELECT amount::int, note, to_char(occurred_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD HH24:MI') AS at
				FROM entries ORDER BY position`
			)
		).toEqual([
			{ amount: 128_010, note: null, at: '11-02 12:00' },
			{ amount: -30, note: '=1', at: '11-03 09:30' }
		]);
		const rejected = steps[2]!.rejectedFile!;
		await writeFile(
			rejected,
			(await readFile(rejected, 'utf8')).replace(',x,', ',2026/11/4 8:00,')
		);
		expect(counts((await run(map, [rejected])).steps[0]!)).toEqual({ ...NONE, created: 1 });
	});
});

describe('[IMPORT-3] nothing is written when', () => {
	const refusal = async (map: object = COMPANY, given?: string[]) => {
		const outcome = await attempt(map, given);
		if (outcome.ok) throw new Error('was imported');
		expect(await books.one('SELECT count(*)::int AS units FROM units')).toEqual({ units: 0 });
		return outcome.problems.map((p) => [p.path, p.reason, p.value]);
	};

	test('a file of the folder is missing', async () => {
		await put('组织.csv', UNITS);
		expect(await refusal()).toEqual([
			['files.1.file', 'missing-file', '业务员.csv'],
			['files.2.file', 'missing-file', '流水.csv']
		]);
	});

	test('a column is missing', async () => {
		await putCompany('日期,类型,工号,数额,客户,产品,备注\n');
		expect(await refusal()).toEqual([
			['files.2.columns.amount', 'missing-column', '金额'],
			['files.2.create.products.series', 'missing-column', '系列']
		]);
	});

	test.each([
		['is empty', '', 'file', 'empty-file'],
		['has only blank lines', '\n , \n', 'headingRow', 'empty-file'],
		['is an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'file', 'old-excel'],
		['is a damaged workbook', Buffer.from('504b030400000000', 'hex'), 'file', 'bad-workbook'],
		['is in no known encoding', Buffer.from('61ff0aff', 'hex'), 'encoding', 'unknown-encoding']
	])('a file %s', async (_, content, field, reason) => {
		await putCompany('');
		await put('流水.csv', content);
		expect(await refusal()).toEqual([[`files.2.${field}`, reason, undefined]]);
	});

	test('what stands on the command line is not there, or not in the map', async () => {
		await put('别的.csv', 'x');
		const absent = join(folder, '没有.csv');
		expect(await refusal(COMPANY, [absent])).toEqual([['', 'no-such-file', absent]]);
		expect(await refusal(COMPANY, [join(folder, '别的.csv')])).toEqual([
			['', 'file-not-in-map', '别的.csv']
		]);
	});
});

const maven = resolve('../shared/data/maven-crm');

describe.skipIf(!existsSync(maven))(
	`a year of a real CRM (skipped where ${maven} is absent)`,
	() => {
		test('shows in the books what its owner counts', { timeout: 60_000 }, async () => {
			const map = JSON.parse(await readFile('examples/maven-crm.map.json', 'utf8')) as object;
			const { steps, rejected } = await run(map, [maven]);
			expect(rejected).toBe(0);
			expect(counts(steps.at(-1)!)).toEqual({ ...NONE, created: 4_238, skipped: 4_562 });

			expect(await inBooks()).toEqual({
				entries: 4_238,
				total: 1_000_553_400,
				totals: 1_000_553_400
			});
			const months = await books.all(
				`SELECT to_char(day, 'YYYY-MM') AS month, sum(amount)::int AS total FROM day_totals
			WHERE kind = 'rep' AND day BETWEEN '2017-03-01' AND '2017-12-31'
			GROUP BY 1 HAVING to_char(day, 'YYYY-MM') IN ('2017-03', '2017-12') ORDER BY 1`
			);
			expect(months).toEqual([
				{ month: '2017-03', total: 113_467_200 },
				{ month: '2017-12', total: 113_157_300 }
			]);
			const reps = await books.all<{ name: string; total: number }>(
				`SELECT r.name, coalesce(sum(d.amount), 0)::int AS total
			FROM reps r JOIN memberships m ON m.rep_id = r.id AND m.until IS NULL
			LEFT JOIN day_totals d ON d.kind = 'rep' AND d.subject_id = r.id
			GROUP BY r.id ORDER BY total DESC`
			);
			expect(reps).toHaveLength(35);
			expect(reps.slice(0, 2)).toEqual([
				{ name: 'Darcel Schlecht', total: 115_321_400 },
				{ name: 'Vicki Laflamme', total: 47_839_600 }
			]);
			expect(reps.filter(({ total }) => total === 0)).toHaveLength(5);
			expect(
				await books.one(
					`SELECT (SELECT count(*)::int FROM products) AS products, count(*)::int AS sold FROM entries e
				JOIN products p ON p.id = e.product_id WHERE p.code = 'GTX Pro'`
				)
			).toEqual({ products: 7, sold: 729 });
			expect(
				await books.all('SELECT kind, count(*)::int FROM units GROUP BY 1 ORDER BY 1')
			).toEqual([
				{ kind: 'company', count: 1 },
				{ kind: 'region', count: 3 },
				{ kind: 'team', count: 6 }
			]);

			const again = await run(map, [maven]);
			expect(counts(again.steps.at(-1)!)).toEqual({ ...NONE, replayed: 4_238, skipped: 4_562 });
			expect(await inBooks()).toMatchObject({ entries: 4_238 });
		});
	}
);

describe('an upload', () => {
	beforeEach(() => void vi.stubEnv('TMPDIR', folder));
	afterEach(() => void vi.unstubAllEnvs());

	const upload = (form: FormData, dryRun = false) => {
		const request = new Request('http://localhost/', { method: 'POST', body: form });
		return createImports(books.record, { clock: () => NOW, log: books.log }).upload({
			contentType: request.headers.get('content-type')!,
			body: request.body!,
			dryRun,
			actor: 'key:test',
			words
		});
	};

	test('[IMPORT-17] is imported like a folder, and answers with the rejected rows themselves', async () => {
		const form = new FormData();
		form.set('teams', new File([UNITS], '组织.csv'));
		form.set('map', JSON.stringify(COMPANY));
		form.set('reps', new File([REPS], '业务员.csv'));
		const rows = `${HEADINGS}2026年11月2日,销售,R1,10,,,,\n2026年11月2日,销售,R1,?,,,,\n`;
		form.set('entries', new File([rows], '流水.csv'));
		expect(await upload(form, true)).toMatchObject({ report: { dryRun: true, accepted: 7 } });
		expect(await inBooks()).toMatchObject({ entries: 0 });

		const outcome = await upload(form);
		if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
		expect(outcome.report).toMatchObject({ accepted: 7, rejected: 1 });
		expect(outcome.report.steps[2]!.rejectedFile).toBe('流水.csv.rejected.csv');
		const [rejected] = outcome.rejectedFiles;
		expect(rejected!.name).toBe('流水.csv.rejected.csv');
		expect(await books.one('SELECT DISTINCT recorded_by FROM entries')).toEqual({
			recorded_by: 'key:test'
		});

		const corrected = new FormData();
		corrected.set('map', new File([JSON.stringify(COMPANY)], 'map.json'));
		corrected.set('file', new File([rejected!.text!.replace(',?,', ',20,')], rejected!.name));
		expect(await upload(corrected)).toMatchObject({ report: { accepted: 1, rejected: 0 } });
		expect(await inBooks()).toMatchObject({ entries: 2, total: 3_000 });
		expect(
			(await readdir(tmpdir())).filter((name) => name.startsWith('longhubang-import'))
		).toEqual([]);
	});

	test('[IMPORT-17] that breaks off leaves nothing behind', async () => {
		async function* half() {
			yield Buffer.from(
				'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\na,b\n1,2\n'
			);
			throw new Error('the sender went away');
		}
		const outcome = await createImports(books.record, { clock: () => NOW, log: books.log }).upload({
			contentType: 'multipart/form-data; boundary=x',
			body: half(),
			dryRun: false,
			actor: 'test',
			words
		});
		expect(outcome).toMatchObject({ problems: [{ reason: 'not-multipart' }] });
		expect(
			(await readdir(tmpdir())).filter((name) => name.startsWith('longhubang-import'))
		).toEqual([]);
	});

	test('[IMPORT-17] without a map, or that is none, is refused', async () => {
		const form = new FormData();
		form.set('file', new File(['a'], 'a.csv'));
		expect(await upload(form)).toMatchObject({ problems: [{ reason: 'map-required' }] });
		form.set('map', '{"files": [');
		expect(await upload(form)).toMatchObject({ problems: [{ reason: 'map-not-json' }] });
		form.set('map', '{"files": []}');
		expect(await upload(form)).toMatchObject({ problems: [{ path: 'files', reason: 'required' }] });
		form.set('map', JSON.stringify(COMPANY));
		expect(await upload(form)).toMatchObject({ problems: [{ reason: 'file-not-in-map' }] });
		const { imports } = {
			imports: createImports(books.record, { clock: () => NOW, log: books.log })
		};
		for (const contentType of ['application/json', 'multipart/form-data; boundary=x'])
			expect(
				await imports.upload({
					contentType,
					body: new Response('no parts').body!,
					dryRun: false,
					actor: 'test',
					words
				})
			).toMatchObject({ problems: [{ reason: 'not-multipart' }] });
	});
});
