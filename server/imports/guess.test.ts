/** [IMPORT-19] What columns of real exports most probably mean. */
import { describe, expect, test } from 'vitest';
import { formatsOf } from '../../src/lib/domain/date-guess.ts';
import { choicesOf, mapOf } from './choices.ts';
import { guess, guessAs } from './guess.ts';
import type { Known } from './guess.ts';

const REPS: Record<string, string> = { R001: '李娜', R002: '王建国' };
const known: Known = {
	isCode: (kind, text) => kind === 'reps' && text in REPS,
	isName: (kind, text) => kind === 'reps' && Object.values(REPS).includes(text),
	metric: (text) => ({ sales: 'sales', 销售额: 'sales', 回款: 'collection' })[text],
	company: 'HQ',
	month: '2026-11-01'
};
const setting = { file: 'x.csv', metrics: [{ code: 'sales', name: '销售额' }] };

/** A table as headings above rows. */
function columns(text: string) {
	const [headings = [], ...rows] = text
		.trim()
		.split('\n')
		.map((line) => line.trim().split(/\s*\|\s*/));
	return { headings, samples: headings.map((_, i) => rows.map((row) => row[i]!).filter(Boolean)) };
}

/** Field → heading, or `=value`. */
function meant(text: string): { as: string } & Record<string, string | undefined> {
	const { as, guesses } = guess(columns(text), known);
	const fields = Object.entries(guesses[as].choices.fields).flatMap(([path, { from }]) =>
		from === '' ? [] : [[path, from.replace(/^column:/, '').replace(/^value:/, '=')]]
	);
	return { as, ...Object.fromEntries(fields) };
}

describe('[IMPORT-19] exports as they come', () => {
	test('a Chinese ERP: sales by name', () => {
		const erp = `单号 | 成交日期 | 业务员 | 客户名称 | 产品型号 | 数量 | 金额（万元） | 备注
			S1 | 2026/11/3 | 李娜 | 恒源 | 四件套 | 2 | 1.28 |
			S2 | 2026/11/14 | 王建国 | 大华 | 枕头 | 1 | 0.5 | 首单`;
		expect(meant(erp)).toMatchObject({
			as: 'entries',
			externalId: '单号',
			occurredAt: '成交日期',
			rep: '业务员',
			customer: '客户名称',
			product: '产品型号',
			quantity: '数量',
			amount: '金额（万元）',
			note: '备注',
			metric: '=sales',
			kind: '=sale'
		});
		const { fields } = guess(columns(erp), known).guesses.entries.choices;
		expect(fields.amount!.scale).toBe('ten-thousand');
		expect(fields.rep!.by).toBe('name');
		expect(fields.occurredAt!.format).toBe('YYYY/M/D');
	});

	test('an English CRM, with codes of reps', () => {
		expect(
			meant(`Opportunity ID | Sales Rep | Account | Product | Close Date | Close Value
				A | R001 | Acme | GTX | 2026-11-03 | 1,054.00
				B | R002 | Beta | GTX | 2026-11-04 | 500`)
		).toMatchObject({
			as: 'entries',
			externalId: 'Opportunity ID',
			rep: 'Sales Rep',
			customer: 'Account',
			occurredAt: 'Close Date',
			amount: 'Close Value'
		});
	});

	test('collections are told by their headings', () => {
		expect(
			meant(`回款日期 | 工号 | 回款金额
				2026-11-03 | R001 | 100`)
		).toMatchObject({ as: 'entries', rep: '工号', metric: '=collection', kind: '=collection' });
	});

	test('a column of kinds, and a column of text that only looks like one', () => {
		expect(
			meant(`日期 | 业务员 | 金额 | 类型
				2026-11-03 | 李娜 | 100 | 销售
				2026-11-03 | 李娜 | -5 | 退货`).kind
		).toBe('类型');
		expect(
			meant(`日期 | 业务员 | 金额 | 类型
				2026-11-03 | 李娜 | 100 | 直营
				2026-11-03 | 李娜 | 5 | 加盟`).kind
		).toBe('=sale');
	});

	test('targets, people, customers, products, units', () => {
		expect(
			meant(`业务员 | 月份 | 月目标（元）
				李娜 | 2026年11月 | 100000`)
		).toMatchObject({
			as: 'targets',
			'subject.kind': '=rep',
			'subject.code': '业务员',
			'period.start': '月份',
			amount: '月目标（元）'
		});
		expect(
			meant(`姓名 | 工号 | 所属团队 | 入职日期
				钱多多 | R9 | 一队 | 2026-11-01`)
		).toMatchObject({
			as: 'reps',
			name: '姓名',
			code: '工号',
			team: '所属团队',
			since: '入职日期'
		});
		expect(
			meant(`经销商名称 | 客户编码 | 跟进人
				恒源 | C1 | 李娜`)
		).toMatchObject({
			as: 'customers',
			name: '经销商名称',
			code: '客户编码',
			owner: '跟进人',
			kind: '=dealer'
		});
		expect(
			meant(`商品名称 | 货号 | 系列
				四件套 | P1 | 床品`)
		).toMatchObject({ as: 'products', name: '商品名称', code: '货号', series: '系列' });
		expect(
			meant(`部门名称 | 部门编码 | 上级部门
				一队 | T1 | 华东`)
		).toMatchObject({ as: 'units', name: '部门名称', code: '部门编码', parent: '上级部门' });
	});

	test('no column is used twice, and one of numbers is no date', () => {
		const { as: _, ...fields } = meant(`日期 | 金额 | 合计 | 姓名
			1 | 5 | 6 | 李娜`);
		const used = Object.values(fields).filter((from) => !from?.startsWith('='));
		expect(new Set(used).size).toBe(used.length);
		expect(fields.amount).toBe('金额');
	});
});

test('dates are read by what fits most of them; days and months are told apart where a day says so', () => {
	expect(formatsOf(['11/3/2026', '11/14/2026'])).toEqual(['M/D/YYYY']);
	expect(formatsOf(['3/11/2026', '14/11/2026'])).toEqual(['D/M/YYYY']);
	expect(formatsOf(['3/11/2026', '4/11/2026'])).toEqual(['M/D/YYYY', 'D/M/YYYY']);
	expect(formatsOf(['2026-11-03', '2026-11-04'])).toEqual(['']);
	expect(formatsOf(['2026/11/3', '2026/11/4', '2026/13/6', '2026/11/9'])).toEqual(['YYYY/M/D']);
	expect(formatsOf(['李娜', '王建国'])).toEqual([]);
	expect(formatsOf([])).toEqual([]);
});

describe('[IMPORT-20] what was chosen becomes an import map', () => {
	const chosen = guessAs(
		'entries',
		columns(`单号 | 日期 | 业务员 | 客户 | 金额（万元）
			S1 | 2026/11/3 | 李娜 | 恒源 | 1.28`),
		known
	).choices;

	test('that the command takes as well, and that gives the same choices again', () => {
		const made = mapOf(chosen, setting);
		if (!made.ok) throw new Error(JSON.stringify(made.problems));
		expect(made.map.files[0]).toMatchObject({
			file: 'x.csv',
			as: 'entries',
			create: { customers: { kind: { value: 'retail' } } },
			columns: {
				amount: { column: '金额（万元）', scale: 'ten-thousand' },
				rep: { column: '业务员', by: 'name' },
				occurredAt: { column: '日期', format: ['YYYY/M/D'] },
				metric: { value: 'sales' }
			}
		});
		const again = mapOf(choicesOf(made.map), setting);
		expect(again).toEqual(made);
	});

	test('what is missing is told by its field', () => {
		const fields = { ...chosen.fields, amount: { ...chosen.fields.amount!, from: '' } };
		expect(mapOf({ ...chosen, fields }, setting)).toMatchObject({
			ok: false,
			problems: [{ path: 'amount', reason: 'column-required' }]
		});
		expect(mapOf({ ...chosen, create: ['reps'] }, setting)).toMatchObject({
			ok: false,
			problems: [{ path: 'create.reps.team', reason: 'column-required' }]
		});
	});
});
