import { describe, expect, it } from 'vitest';
import { importMap } from '../../src/lib/forms/import-map.ts';
import { deriveCode } from './derive-code.ts';
import { rowNames } from './identity.ts';
import { instantReader } from './instant.ts';
import { planStep } from './plan.ts';

const surroundings = {
	setting: { fractionDigits: 2, instantOf: instantReader('Asia/Shanghai') },
	codesNamed: () => [],
	metricKind: (code: string) =>
		code === 'sales' ? ('money' as const) : code === 'visits' ? ('count' as const) : undefined
};

function plan(step: object, headings: string[]) {
	const map = importMap.parse({ files: [{ file: 'x.csv', ...step }] });
	return planStep(map, map.files[0]!, headings, surroundings);
}

const SALES = {
	as: 'entries',
	columns: {
		kind: { column: '类型', aliases: { 销售: 'sale', 退货: 'return' }, default: '销售' },
		metric: { value: 'sales' },
		amount: { column: '金额', sign: 'by-kind' },
		occurredAt: { column: '日期', format: 'YYYY年M月D日' },
		rep: { column: '业务员', aliases: { 小李: '李娜' } }
	}
};
const HEADINGS = ['日期', '业务员', '金额', '类型'];

const fill = (step: object, headings: string[], cells: string[]) =>
	plan(step, headings).fill({ line: 2, cells });

describe('rows as forms', () => {
	it('[IMPORT-2] [IMPORT-7] take columns, values, defaults and aliases; a date is noon in the zone', () => {
		expect(fill(SALES, HEADINGS, ['2017年3月1日', '小李', '￥1,054.5', ''])).toMatchObject({
			ok: true,
			form: {
				source: 'import',
				kind: 'sale',
				metric: 'sales',
				amount: 105_450,
				rep: '李娜',
				occurredAt: '2017-03-01T04:00:00Z'
			},
			references: [{ path: 'rep', kind: 'reps', code: '李娜', name: '小李' }]
		});
	});

	it('a return counts down however the file writes it', () => {
		for (const amount of ['50', '-50'])
			expect(fill(SALES, HEADINGS, ['2017-03-01', '李娜', amount, '退货'])).toMatchObject({
				form: { kind: 'return', amount: -5_000 }
			});
	});

	it('every wrong cell is named, with its value', () => {
		expect(fill(SALES, HEADINGS, ['3/1/2017', '李娜', '1,5', '#N/A'])).toMatchObject({
			ok: false,
			problems: [
				{ path: 'kind', reason: 'excel-error', value: '#N/A' },
				{ path: 'amount', reason: 'not-a-number', value: '1,5' },
				{ path: 'occurredAt', reason: 'bad-date', value: '3/1/2017' }
			]
		});
		expect(fill(SALES, HEADINGS, ['2017-03-01', '', '1', '赠品'])).toMatchObject({
			ok: false,
			problems: [
				{ path: 'kind', reason: 'not-one-of', value: '赠品' },
				{ path: 'rep', reason: 'required' }
			]
		});
	});

	it('[IMPORT-9] amounts are exact in any unit, and nothing is rounded away', () => {
		const amount = (cell: string, scale: string, metric = 'sales') => {
			const columns = {
				...SALES.columns,
				amount: { column: '金额', scale },
				metric: { value: metric }
			};
			const filled = fill({ ...SALES, columns }, HEADINGS, ['2017-03-01', 'a', cell, '']);
			return filled.ok ? (filled.form as { amount: number }).amount : filled.problems[0]!.reason;
		};
		expect(amount('1.15', 'whole')).toBe(115);
		expect(amount('1.005', 'whole')).toBe('too-many-decimals');
		expect(amount('12.3456', 'ten-thousand')).toBe(12_345_600);
		expect(amount('0.29', 'million')).toBe(29_000_000);
		expect(amount('115', 'minor')).toBe(115);
		expect(amount('3', 'whole', 'visits')).toBe(3);
		expect(amount('1.5', 'whole', 'visits')).toBe('too-many-decimals');
	});

	it('shares of several reps, the empty ones left out', () => {
		const columns = {
			...SALES.columns,
			rep: undefined,
			credits: [
				{ rep: 'r1', share: 's1' },
				{ rep: 'r2', share: 's2' },
				{ rep: 'r3', share: 's3' }
			]
		};
		const headings = [...HEADINGS, 'r1', 's1', 'r2', 's2', 'r3', 's3'];
		const filled = fill({ ...SALES, columns }, headings, [
			...['2017-03-01', '', '9', ''],
			...['a', '66.67%', '', '', 'b', '33.33']
		]);
		if (!filled.ok) throw new Error(JSON.stringify(filled.problems));
		expect(filled.form).toMatchObject({
			credits: [
				{ rep: 'a', share: 66.67 },
				{ rep: 'b', share: 33.33 }
			]
		});
		expect(filled.pathOf('credits.1.rep')).toBe('credits.2.rep');
		expect(filled.references.map(({ code }) => code)).toEqual(['a', 'b']);
	});

	it('targets and subjects, with codes made of names', () => {
		const targets = {
			as: 'targets',
			columns: {
				metric: { value: 'sales' },
				'period.unit': { value: 'month' },
				'period.start': { column: 'month', format: 'YYYY-MM' },
				'subject.kind': { value: 'dealer' },
				'subject.code': { template: '{region}/{name}', derive: true },
				amount: { column: 'plan', scale: 'ten-thousand' }
			}
		};
		const filled = fill(
			targets,
			['month', 'region', 'name', 'plan'],
			['2026-11', '华东', '苏州', '5.5']
		);
		expect(filled).toMatchObject({
			form: {
				period: { unit: 'month', start: '2026-11-01' },
				subject: { kind: 'dealer', code: '华东-苏州' },
				amount: 5_500_000
			},
			references: [{ kind: 'customers', code: '华东-苏州' }]
		});
		const reps = { as: 'reps', columns: { code: { column: 'who', derive: true }, team: 'team' } };
		expect(fill(reps, ['who', 'team'], ['A/B', 't1'])).toMatchObject({
			form: { code: 'A-B', name: 'A/B', team: 't1' }
		});
	});
});

describe('[IMPORT-3] headings', () => {
	it('that are missing or there twice are named with those that the file has', () => {
		const { problems } = plan(SALES, ['日期', '业务员', '业务员', '数额']);
		expect(problems).toEqual([
			{
				path: 'files.0.columns.kind',
				reason: 'missing-column',
				value: '类型',
				params: { headings: '日期, 业务员, 业务员, 数额' }
			},
			expect.objectContaining({ path: 'files.0.columns.amount', value: '金额' }),
			{ path: 'files.0.columns.rep', reason: 'duplicate-heading', value: '业务员' }
		]);
	});

	it('filter rows', () => {
		const where = [
			{ column: '类型', not: ['作废', '草稿'] },
			{ column: '业务员', filled: true }
		];
		const { wants } = plan({ ...SALES, where }, HEADINGS);
		const row = (rep: string, kind: string) => wants({ line: 2, cells: ['', rep, '', kind] });
		expect([row('a', '销售'), row('a', '草稿'), row('', '销售')]).toEqual([true, false, false]);
	});
});

describe('[IMPORT-10] names of rows without an id', () => {
	const identity = (cells: string[], headings = HEADINGS, step: object = SALES) => {
		const filled = fill(step, headings, cells);
		if (!filled.ok) throw new Error('rejected');
		return filled.identity;
	};

	it('count what occurs again, and begin again with the next file', () => {
		const row = identity(['2017-03-01', '李娜', '1', '']);
		const other = identity(['2017-03-01', '李娜', '2', '']);
		const [first, second] = [rowNames(), rowNames()];
		const names = [row, other, row].map(first);
		expect(new Set(names).size).toBe(3);
		expect([row, other, row].map(second)).toEqual(names);
	});

	it('do not depend on how dates and amounts are written, on the order of columns, or on aliases', () => {
		const name = rowNames()(identity(['2017年3月1日', '小李', '1,054.50', '']));
		const columns = { ...SALES.columns, rep: '业务员' };
		const same = identity(
			['1054.5', '小李', '2017-03-01', ''],
			['金额', '业务员', '日期', '类型'],
			{
				...SALES,
				columns
			}
		);
		expect(rowNames()(same)).toBe(name);
	});
});

describe('codes made of names', () => {
	it('fit into a code and stay apart', () => {
		expect(deriveCode('  Gekko & Co ')).toBe('Gekko & Co');
		expect(deriveCode('A/B\\C')).toBe('A-B-C');
		const long = [`${'长'.repeat(80)}甲`, `${'长'.repeat(80)}乙`].map(deriveCode);
		expect(long.every((code) => code.length <= 64)).toBe(true);
		expect(new Set(long).size).toBe(2);
	});
});
