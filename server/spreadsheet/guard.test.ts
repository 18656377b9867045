import fc from 'fast-check';
import { expect, it } from 'vitest';
import { guardCell, unguardCell } from './guard.ts';

it.each([
	['=1+1', "'=1+1"],
	['@SUM(A1)', "'@SUM(A1)"],
	['+8613800000000x', "'+8613800000000x"],
	["'=1", "''=1"],
	['-5.20', '-5.20'],
	['+1,200', '+1,200'],
	["O'Brien", "O'Brien"],
	['', '']
])('[IMPORT-11] %s is written as %s', (cell, guarded) => {
	expect(guardCell(cell)).toBe(guarded);
});

it('[IMPORT-11] reads back whatever was written', () => {
	const cell = fc.string({ unit: fc.constantFrom("'", '=', '-', '+', '@', '\t', '1', '.', '龙') });
	fc.assert(
		fc.property(cell, (text) => {
			expect(unguardCell(guardCell(text))).toBe(text);
		})
	);
});
