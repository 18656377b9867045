import { describe, expect, it } from 'vitest';
import { isTable, readPasted } from './pasted.ts';
import { readTyped, showTyped } from './typed-amount.ts';

describe('readTyped', () => {
	it.each([
		['128,000', 12_800_000],
		['12.8万', 12_800_000],
		['１２．８ 万元', 12_800_000],
		['1.2亿', 12_000_000_000],
		['128k', 12_800_000],
		['1.5M', 150_000_000],
		['0.01', 1]
	])('%s', (text, amount) => expect(readTyped(text, 2)).toEqual({ ok: true, amount }));

	it.each([
		['', 'not-a-number'],
		['万', 'not-a-number'],
		['-5', 'below-zero'],
		['1.2345678万', 'too-many-decimals'],
		['99999999亿', 'too-large'],
		['1,23', 'not-a-number']
	])('“%s” is %s', (text, reason) => expect(readTyped(text, 2)).toEqual({ ok: false, reason }));

	it('reads back what is shown', () => {
		for (const amount of [0, 1, 100, 123_450, 12_345_678_900]) {
			expect(readTyped(showTyped(amount, 2), 2)).toEqual({ ok: true, amount });
			expect(readTyped(showTyped(amount, 0), 0)).toEqual({ ok: true, amount });
		}
		expect(showTyped(12_800_000, 2)).toBe('128,000');
		expect(showTyped(123_450, 2)).toBe('1,234.50');
	});
});

describe('[SPLIT-15] readPasted', () => {
	const table = {
		digits: 2,
		rowOf: new Map([
			['R1', 0],
			['李娜', 0],
			['R2', 1],
			['R3', 2]
		]),
		rows: 3,
		columns: 1,
		at: { row: 1, column: 0 }
	};
	const cells = (text: string, more: Partial<typeof table> = {}) =>
		readPasted(text, { ...table, ...more }).cells.map(({ row, column, amount }) => [
			row,
			column,
			amount
		]);

	it('a column of amounts fills downwards and ends with the table', () =>
		expect(cells('1,000\r\n2000\r\n3000\r\n')).toEqual([
			[1, 0, 100_000],
			[2, 0, 200_000]
		]));

	it('codes or names say where each amount goes', () => {
		expect(cells('R3\t30\n李娜\t1万')).toEqual([
			[2, 0, 3_000],
			[0, 0, 1_000_000]
		]);
		expect(readPasted('R3\t30\n王五\t5\nR2\tabc', table)).toEqual({
			cells: [{ row: 2, column: 0, amount: 3_000 }],
			unknown: ['王五'],
			wrong: ['abc']
		});
	});

	it('a block fills a grid; empty cells and what sticks out change nothing', () =>
		expect(cells('1\t2\t3\n\t5', { columns: 2, at: { row: 0, column: 0 } })).toEqual([
			[0, 0, 100],
			[0, 1, 200],
			[1, 1, 500]
		]));

	it('a code made of figures is a code where the table knows it', () =>
		expect(cells('1001\t7', { rowOf: new Map([['1001', 2]]) })).toEqual([[2, 0, 700]]));

	it('one cell is no table', () => {
		expect(isTable(' 1,000\n')).toBe(false);
		expect(isTable('1\n2')).toBe(true);
	});
});
