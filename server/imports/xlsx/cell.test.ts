import { describe, expect, it } from 'vitest';
import { cellText, columnOf, isDateStyle, plainDecimal, unescapeText } from './cell.ts';

describe('[IMPORT-9] numbers of a workbook', () => {
	it.each([
		['1054', '1054'],
		['1.1000000000000001', '1.1'],
		['0.30000000000000004', '0.3'],
		['1234.5599999999999', '1234.56'],
		['1.2345E+3', '1234.5'],
		['5.0000000000000001E-2', '0.05'],
		['-12.5', '-12.5'],
		['1E+16', '10000000000000000'],
		['999999999999999.9', '1000000000000000'],
		['0', '0'],
		['-0', '0'],
		['007.50', '7.5']
	])('%s is %s', (stored, plain) => {
		expect(plainDecimal(stored)).toBe(plain);
	});
});

describe('[IMPORT-6] dates of a workbook', () => {
	it.each([
		[14, undefined, true],
		[22, undefined, true],
		[31, undefined, true],
		[57, undefined, true],
		[0, undefined, false],
		[4, undefined, false],
		[164, 'yyyy"年"m"月"d"日"', true],
		[165, '[$-804]yyyy/m/d;@', true],
		[166, '#,##0.00_ ;[Red]-#,##0.00', false],
		[167, '0.00"days"', false],
		[168, 'General', false]
	])('format %d %s: %s', (id, code, isDate) => {
		expect(isDateStyle(id, code)).toBe(isDate);
	});

	it('are written in ISO 8601', () => {
		const date = (text: string) => cellText({ type: 'n', text, isDate: true }, 1900);
		expect(date('42795')).toBe('2017-03-01');
		expect(date('42795.395833333336')).toBe('2017-03-01 09:30:00');
		expect(cellText({ type: 'n', text: '41333', isDate: true }, 1904)).toBe('2017-03-01');
	});
});

it('reads references and escapes', () => {
	expect(['A1', 'Z9', 'AA10', 'XFD1048576'].map(columnOf)).toEqual([0, 25, 26, 16_383]);
	expect(unescapeText('a_x000D_b_y')).toBe('a\rb_y');
});
