/** The import wizard behind its pages: upload, columns, rehearsal, import, undo, on a real PostgreSQL. docs/SPEC.md, IMPORT-18 … */
import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { createBatches } from '../../server/imports/batches.ts';
import type { Batch } from '../../server/imports/batch-table.ts';
import type { Batches } from '../../server/imports/batches.ts';
import { createImports } from '../../server/imports/imports.ts';
import type { Problem } from '../../server/problems.ts';
import type { ImportChoices } from '../../src/lib/forms/import-choices.ts';
import { problemText } from '../../src/lib/problem-text.server.ts';
import { closeLedger, DIRECTORY, sale } from '../support/company.ts';
import { NOW, startRecords } from '../support/records.ts';
import type { OpenRecord, Records } from '../support/records.ts';
import { until } from '../support/until.ts';

let records: Records;
let books: OpenRecord;
let batches: Batches;
let now = NOW;

const words = (problem: Problem) => problemText(problem, 'en');
const open = () =>
	createBatches(books.record, createImports(books.record, { clock: () => now, log: books.log }), {
		clock: () => now,
		log: books.log
	});

beforeAll(async () => void (records = await startRecords()));
afterAll(() => records.stop());
beforeEach(async () => {
	now = NOW;
	books = await records.open();
	for (const [kind, code, form] of DIRECTORY) {
		const put = await books.record.directory.put(kind, code, form as never, 'test');
		expect(put).toMatchObject({ ok: true });
	}
	batches = open();
});
afterEach(async () => {
	await batches.close();
	await books.close();
});

const SALES = `单号,日期,业务员,客户,金额
S1,2026/11/3,李娜,恒源,100.5
S2,2026/11/4,王建国,恒源,200
S3,2026/11/5,李四四,大华,300
S4,2026/11/6,李娜,大华,四百
`;

async function upload(content: string | Uint8Array, name = '销售.csv', continues?: string) {
	const received = await batches.receive({
		name,
		body: Readable.from([Buffer.from(content as string)]),
		actor: 'person:admin',
		continues
	});
	if (!received.ok) throw new Error(received.problems.map(words).join(' '));
	return received.id;
}

async function offer(id: string) {
	const offered = await batches.offer(id, {});
	if (!offered.ok) throw new Error(offered.problems.map(words).join(' '));
	return offered.offer;
}

const read = async (id: string): Promise<Batch> => (await batches.read(id))!;

/** As it is guessed, but for what is given. */
async function choose(id: string, change: (choices: ImportChoices) => ImportChoices = (c) => c) {
	const { as, guesses, chosen, inspection } = await offer(id);
	const choices = chosen?.choices ?? guesses[as].choices;
	const done = await batches.choose(id, change({ ...choices, reading: inspection.reading }));
	expect(done).toMatchObject({ ok: true });
}

async function rehearse(id: string): Promise<Batch> {
	expect(await batches.rehearse(id, words)).toEqual({ ok: true });
	return until(async () => {
		const batch = await read(id);
		return batch.report.rehearsal !== undefined && batch;
	});
}

async function run(id: string): Promise<Batch> {
	expect(await batches.run(id, { actor: 'person:admin', words })).toEqual({ ok: true });
	return until(async () => {
		const batch = await read(id);
		return batch.state !== 'running' && batch;
	});
}

async function undo(id: string): Promise<Batch> {
	expect(await batches.undo(id, { actor: 'person:admin', reason: 'wrong unit' })).toEqual({
		ok: true
	});
	return until(async () => {
		const batch = await read(id);
		return batch.state !== 'undoing' && batch;
	});
}

async function imported(content: string | Uint8Array, name?: string): Promise<Batch> {
	const id = await upload(content, name);
	await choose(id);
	return run(id);
}

const total = async (): Promise<number> => {
	const { sum } = await books.one<{ sum: string | null }>(
		`SELECT sum(amount)::text AS sum FROM day_totals WHERE kind = 'team'`
	);
	return Number(sum ?? 0);
};

async function text(pieces: AsyncIterable<Buffer>): Promise<string> {
	return Buffer.concat(await Array.fromAsync(pieces)).toString();
}

const entries = async () => (await books.record.ledger.read(0, 1_000)).entries;

describe('[IMPORT-21] from upload to result', () => {
	test('a file is guessed, rehearsed without a trace, imported, and gone', async () => {
		const id = await upload(SALES);
		expect(await read(id)).toMatchObject({ state: 'uploaded', file: true });
		await choose(id);
		const rehearsed = await rehearse(id);
		expect(rehearsed).toMatchObject({ state: 'uploaded', progress: undefined });
		const { rehearsal } = rehearsed.report;
		expect(rehearsal).toMatchObject({
			rows: 4,
			created: 2,
			rejected: 2,
			alsoCreated: { customers: 2 }
		});
		expect(rehearsal!.accepted[0]).toMatchObject({
			line: 2,
			form: { rep: 'r1', amount: 10_050, metric: 'sales', kind: 'sale', customer: '恒源' },
			names: { rep: { code: 'r1', name: '李娜' } }
		});
		expect(
			rehearsal!.rejects.map(({ line, wrong }) => [
				line,
				wrong[0]!.column,
				wrong[0]!.problem.reason
			])
		).toEqual([
			[4, '业务员', 'unknown-in-import'],
			[5, '金额', 'not-a-number']
		]);
		expect(await entries()).toEqual([]);
		expect(books.record.directory.mirror.customers.named('恒源')).toBeUndefined();
		// The wrong rows can be had before anything is imported.
		expect(await text(batches.rejectedRows(id))).toContain('李四四');

		const done = await run(id);
		expect(done).toMatchObject({ state: 'done', file: false, rejected: true, progress: undefined });
		expect(done.report.result).toMatchObject({ created: 2, rejected: 2 });
		expect(await total()).toBe(30_050);
		expect((await entries()).map(({ recordedBy }) => recordedBy)).toEqual([
			`import:${id}`,
			`import:${id}`
		]);
		const { pieces } = await books.one<{ pieces: string }>(
			`SELECT count(*) AS pieces FROM import_files WHERE name <> '/rejected'`
		);
		expect(Number(pieces)).toBe(0);
		expect(
			await books.all(`SELECT actor, action, subject FROM audit WHERE action LIKE 'import.%'`)
		).toEqual([{ actor: 'person:admin', action: 'import.run', subject: id }]);
	});

	test('[IMPORT-11] corrected rows go on with the same map', async () => {
		const first = await imported(SALES);
		const corrected = (await text(batches.rejectedRows(first.id)))
			.replaceAll('李四四', '陈晓燕')
			.replaceAll('四百', '400');
		const id = await upload(corrected, '销售.csv.rejected.csv', first.id);
		expect((await read(id)).map).toEqual(first.map);
		expect((await rehearse(id)).report.rehearsal).toMatchObject({ created: 2, rejected: 0 });
		expect((await run(id)).state).toBe('done');
		expect(await total()).toBe(100_050);
	});

	test('[IMPORT-20] the next file with these headings is offered as the last one was meant', async () => {
		const first = await imported(SALES);
		const id = await upload(SALES.replace('S1', 'S9'));
		const { chosen } = await offer(id);
		expect(chosen?.from).toBe('last');
		await choose(id);
		expect((await read(id)).map).toEqual(first.map);
		const other = await upload(SALES.replace('金额', '合计'));
		expect((await offer(other)).chosen).toBeUndefined();
	});

	test('[IMPORT-13] the same file again adds nothing', async () => {
		await imported(SALES);
		const before = await total();
		const again = await imported(SALES);
		expect(again.report.result).toMatchObject({ created: 0, replayed: 2, rejected: 2 });
		expect(await total()).toBe(before);
	});

	test('a workbook with a title above its headings, a GB18030 text with semicolons', async () => {
		const rows = [
			['2026年11月销售'],
			['日期', '业务员', '金额(元)'],
			['2026-11-03', '李娜', 5]
		].map((row) => row.map((value) => ({ value })));
		const book = await writeExcelFile(rows as never).toBuffer();
		const workbook = await imported(book, '销售.xlsx');
		expect(workbook.report.result).toMatchObject({ created: 1, rejected: 0 });
		const gb = iconv.encode('日期;业务员;金额\n2026.11.3;李娜;7\n', 'gb18030');
		const semicolons = await imported(gb);
		expect(semicolons.report.result).toMatchObject({ created: 1, rejected: 0 });
		expect(await total()).toBe(1_200);
	});

	test.each([
		['an empty file', '', /empty/],
		['headings alone', '日期,业务员,金额\n', /no rows/],
		[
			'a picture',
			Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex'),
			/encoding|no table/
		],
		[
			'a workbook with a password',
			Buffer.concat([
				Buffer.from('d0cf11e0a1b11ae1', 'hex'),
				Buffer.alloc(3_000),
				Buffer.from('EncryptedPackage', 'utf16le')
			]),
			/password/
		],
		[
			'an old workbook',
			Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
			/old \.xls/
		],
		['a damaged workbook', Buffer.from('PK\u0003\u0004 nonsense'), /damaged/]
	])('%s is refused in words and not kept', async (_, content, why) => {
		await expect(upload(content)).rejects.toThrow(why);
		expect(await batches.list({ page: 1, size: 10 })).toEqual({ rows: [], total: 0 });
	});

	test('an upload that breaks off leaves nothing', async () => {
		const body = Readable.from(
			(function* () {
				yield Buffer.from('日期,业务员\n');
				throw new Error('gone');
			})()
		);
		const received = await batches.receive({ name: 'x.csv', body, actor: 'person:admin' });
		expect(received).toMatchObject({ ok: false, problems: [{ reason: 'upload-broken-off' }] });
		expect((await batches.list({ page: 1, size: 10 })).total).toBe(0);
	});

	test('an upload that nobody imports is removed after a day', async () => {
		const id = await upload(SALES);
		now += 23 * 3_600_000;
		await batches.sweep();
		expect(await batches.read(id)).toBeDefined();
		now += 2 * 3_600_000;
		await batches.sweep();
		expect(await batches.read(id)).toBeUndefined();
		expect(await books.all('SELECT FROM import_files')).toEqual([]);
	});
});

describe('[IMPORT-18] by name', () => {
	test('reps are found by their names; one that several bear is refused with their codes', async () => {
		await books.record.directory.put('reps', 'r9', { name: '李娜', team: 't2' }, 'test');
		const done = await imported(SALES);
		const [, second] = done.report.result!.rejects;
		expect(done.report.result!.created).toBe(1);
		expect(done.report.result!.rejects[0]!.wrong[0]!.problem).toMatchObject({
			reason: 'ambiguous-name',
			params: { codes: 'r1, r9' }
		});
		expect(second!.line).toBe(4);
	});

	test('those that nobody knows are created in the team chosen, once', async () => {
		const id = await upload(`日期,业务员,金额\n2026-11-03,钱多多,5\n2026-11-04,钱多多,6\n`);
		await choose(id, (choices) => ({
			...choices,
			create: ['reps'],
			fields: {
				...choices.fields,
				'create.reps.team': { ...choices.fields.rep!, from: 'value:t2', by: 'code' }
			}
		}));
		expect((await rehearse(id)).report.rehearsal).toMatchObject({
			created: 2,
			alsoCreated: { reps: 1 }
		});
		expect((await run(id)).report.result).toMatchObject({ created: 2, alsoCreated: { reps: 1 } });
		expect(books.record.directory.view('reps', '钱多多')).toMatchObject({ team: 't2' });
	});

	test('people with their teams by name, new teams below the company', async () => {
		const done = await imported(`姓名,工号,团队\n钱多多,R90,一队\n周全,R91,电商队\n`);
		expect(done.report.result).toMatchObject({
			created: 2,
			rejected: 0,
			alsoCreated: { units: 1 }
		});
		expect(books.record.directory.view('reps', 'R90')).toMatchObject({ team: 't1' });
		expect(books.record.directory.view('units', '电商队')).toMatchObject({ parent: 'company' });
	});
});

describe('[IMPORT-23] undo', () => {
	test('takes every entry back through the ledger, once; what was there before stays', async () => {
		await books.record.ledger.append(sale('r1', 777, { at: NOW }), 'test');
		const { id } = await imported(SALES);
		expect(await total()).toBe(30_827);
		const undone = await undo(id);
		expect(undone).toMatchObject({
			state: 'undone',
			report: { undo: { reversed: 2, refused: 0 } }
		});
		expect(await total()).toBe(777);
		const reversals = (await entries())
			.filter(({ kind }) => kind === 'reversal')
			.sort((a, b) => a.reverses! - b.reverses!);
		expect(
			reversals.map(({ reverses, note, recordedBy }) => ({ reverses, note, recordedBy }))
		).toEqual([
			{ reverses: 2, note: 'wrong unit', recordedBy: `undo:${id}` },
			{ reverses: 3, note: 'wrong unit', recordedBy: `undo:${id}` }
		]);
		// Directory changes stay.
		expect(books.record.directory.mirror.customers.named('恒源')).toBeDefined();
		expect(await batches.undo(id, { actor: 'person:admin', reason: 'again' })).toMatchObject({
			ok: false,
			problems: [{ reason: 'import-busy' }]
		});
		expect((await entries()).length).toBe(5);
		expect((await books.all(`SELECT FROM audit WHERE action = 'import.undo'`)).length).toBe(1);
	});

	test('an entry that somebody reversed by hand is left as it is', async () => {
		const { id } = await imported(SALES);
		await books.record.ledger.reverse(1, 'by hand', 'test');
		expect((await undo(id)).report.undo).toMatchObject({ reversed: 1 });
		expect(await total()).toBe(0);
	});

	test('[IMPORT-24] afterwards the file, corrected or not, can be imported again, and only once', async () => {
		const { id } = await imported(SALES);
		await undo(id);
		const again = await imported(SALES);
		expect(again.report.result).toMatchObject({ created: 2, replayed: 0 });
		expect(await total()).toBe(30_050);
		expect((await imported(SALES)).report.result).toMatchObject({ created: 0, replayed: 2 });
		expect(await total()).toBe(30_050);
		await undo(again.id);

		const corrected = SALES.replace('100.5', '1');
		const next = await upload(corrected);
		await choose(next);
		expect((await rehearse(next)).report.rehearsal).toMatchObject({ created: 2, rejected: 2 });
		expect((await run(next)).report.result).toMatchObject({ created: 2 });
		expect(await total()).toBe(20_100);
		// What a person took back stays taken back.
		const standing = (await entries()).find(({ externalId }) => externalId.startsWith('S1~3'))!;
		await books.record.ledger.reverse(standing.id, 'by hand', 'test');
		expect((await imported(corrected)).report.result).toMatchObject({ created: 0, replayed: 2 });
	});

	test('[LEDGER-8] is refused in words where today is closed, and can be done when it is open', async () => {
		const { id } = await imported(SALES);
		await closeLedger(books.record.ledger, '2026-11-23');
		const refused = await undo(id);
		expect(refused).toMatchObject({
			state: 'done',
			report: { undo: { reversed: 0, refused: 2, problem: { reason: 'period-closed' } } }
		});
		expect(await total()).toBe(30_050);
		await closeLedger(books.record.ledger, undefined);
		expect((await undo(id)).state).toBe('undone');
		expect(await total()).toBe(0);
	});
});

describe('[IMPORT-22] one at a time, and whatever happens to the process', () => {
	const MANY = `日期,业务员,金额\n${Array.from({ length: 3_000 }, (_, i) => `2026-11-03,李娜,${i + 1}`).join('\n')}\n`;

	test('a batch that a dead process left running is found broken off, and goes on to the same sum', async () => {
		const id = await upload(MANY);
		await choose(id);
		await books.one(
			`UPDATE import_batches SET state = 'running', progress = '{"done":5,"total":9}'`
		);
		const found = await read(id);
		expect(found).toMatchObject({ state: 'failed', progress: undefined, file: true });
		expect(found.report.problems).toMatchObject([{ reason: 'import-broken-off' }]);
		expect((await run(id)).state).toBe('done');
		expect(await total()).toBe(((3_000 * 3_001) / 2) * 100);
	});

	test('closing the server ends it after the rows at hand; run again it adds only the rest', async () => {
		const id = await upload(MANY);
		await choose(id);
		const begun = batches.run(id, { actor: 'person:admin', words });
		await until(async () => (await entries()).length > 0);
		await batches.close();
		await begun;
		batches = open();
		const broken = await read(id);
		expect(['failed', 'done']).toContain(broken.state);
		if (broken.state === 'failed') {
			const again = await run(id);
			expect(again.state).toBe('done');
		}
		const { count } = await books.one<{ count: string }>('SELECT count(*) FROM entries');
		expect(Number(count)).toBe(3_000);
		expect((await undo(id)).report.undo).toMatchObject({ reversed: 3_000 });
		expect(await total()).toBe(0);
	});

	test('two processes that begin the same batch run it once; another batch waits for its turn', async () => {
		const other = open();
		try {
			const id = await upload(MANY);
			await choose(id);
			const second = await upload(SALES);
			await choose(second);
			const answers = await Promise.all([
				batches.run(id, { actor: 'a', words }),
				other.run(id, { actor: 'b', words }),
				other.run(second, { actor: 'b', words })
			]);
			expect(answers.slice(0, 2).filter(({ ok }) => ok)).toHaveLength(1);
			await until(
				async () => (await read(id)).state === 'done' && (await read(second)).state === 'done'
			);
			const { count } = await books.one<{ count: string }>('SELECT count(*) FROM entries');
			expect(Number(count)).toBe(3_002);
			// One wrote after the other.
			const { turns } = await books.one<{ turns: string }>(
				`SELECT count(*) AS turns FROM (
					SELECT recorded_by <> lag(recorded_by) OVER (ORDER BY position) AS turned FROM entries
				) t WHERE turned`
			);
			expect(Number(turns)).toBe(1);
		} finally {
			await other.close();
		}
	});
});
