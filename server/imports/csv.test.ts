import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRows } from './csv.ts';
import { joinRecord, splitRecord } from './csv-record.ts';

async function read(text: string, piece = text.length || 1) {
	async function* pieces() {
		for (let at = 0; at < text.length; at += piece) yield text.slice(at, at + piece);
	}
	return Array.fromAsync(csvRows(pieces(), ','));
}

const cells = async (text: string) => (await read(text)).map((row) => row.cells);

describe('CSV', () => {
	it('splits cells, quoted or not', async () => {
		expect(await cells('a,b\n"1,5","say ""hi"""\n,""\n')).toEqual([
			['a', 'b'],
			['1,5', 'say "hi"'],
			['', '']
		]);
	});

	it('takes a quote within a cell for what it is', async () => {
		expect(await cells('27" monitor,1')).toEqual([['27" monitor', '1']]);
	});

	it.each(['\n', '\r\n', '\r'])(
		'counts lines that end with %j, those within quotes too',
		async (end) => {
			const text = ['a,b', '', '1,"two', 'lines"', '3,4', ''].join(end);
			for (const piece of [1, 2, 3, 7, 1000])
				expect(await read(text, piece)).toEqual([
					{ line: 1, cells: ['a', 'b'] },
					{ line: 2, cells: [''] },
					{ line: 3, cells: ['1', 'two\nlines'] },
					{ line: 5, cells: ['3', '4'] }
				]);
		}
	);

	it('[IMPORT-8] loses one line to a broken quote, not the file', async () => {
		const rows = await read('a,b\n1,"x"y\n2,ok\n3,"open\n4,ok\n5,"fine"\n6,ok\n');
		expect(rows.map(({ line, problem }) => [line, problem?.reason])).toEqual([
			[1, undefined],
			[2, 'broken-quotes'],
			[3, undefined],
			[4, 'broken-quotes'],
			[5, undefined],
			[6, undefined],
			[7, undefined]
		]);
		expect(rows[1]!.cells).toEqual(['1', '"x"y']);
	});

	it('[IMPORT-8] gives up on a quote that nothing closes', async () => {
		const long = Array.from({ length: 500 }, (_, i) => `${i},ok`).join('\n');
		const rows = await read(`a,"open\n${long}`);
		expect(rows).toHaveLength(501);
		expect(rows.filter((row) => row.problem).map((row) => row.line)).toEqual([1]);
	});

	it('reads back whatever was written', () => {
		const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '龙', ' ', '=') });
		fc.assert(
			fc.property(
				fc.array(cell, { minLength: 1 }),
				fc.constantFrom(',', ';'),
				(record, delimiter) => {
					expect(splitRecord(joinRecord(record, delimiter), delimiter)).toEqual({
						state: 'complete',
						cells: record
					});
				}
			)
		);
	});
});
