import { fromExcelSerial } from '../../../src/lib/domain/date-format.ts';

/** Number formats that Excel has built in for dates, the ones of East Asian locales among them. */
const BUILT_IN_DATES: [number, number][] = [
	[14, 22],
	[27, 36],
	[45, 47],
	[50, 58]
];

/** Whether a number format shows a date. Quoted text, escaped characters and [colours] say nothing. */
export function isDateStyle(id: number, code: string | undefined): boolean {
	if (code === undefined) return BUILT_IN_DATES.some(([first, last]) => id >= first && id <= last);
	const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').split(';', 1)[0]!;
	return /[ymdhs]/i.test(bare) && !/general/i.test(bare);
}

/** Excel keeps 15 digits and writes the 17 of its binary form: 1.1 is stored as 1.1000000000000001. */
const DIGITS = 15;

/**
 * A stored number as the plain decimal that Excel shows, rounded to 15 digits in decimal: no amount passes
 * through a float (MONEY-1).
 */
export function plainDecimal(stored: string): string {
	const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(stored.trim());
	if (!match) return stored;
	const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
	const digits = (whole + fraction).replace(/^0+/, '');
	if (digits === '') return '0';
	// value = digits × 10^scale
	let scale = Number(exponent) - fraction.length;
	let kept = BigInt(digits);
	const surplus = digits.length - DIGITS;
	if (surplus > 0) {
		const unit = 10n ** BigInt(surplus);
		kept = (kept + unit / 2n) / unit;
		scale += surplus;
	}
	if (Math.abs(scale) > 100) return stored;
	if (scale >= 0) return `${sign}${kept}${'0'.repeat(scale)}`;
	const text = String(kept).padStart(1 - scale, '0');
	const decimals = text.slice(scale).replace(/0+$/, '');
	return `${sign}${text.slice(0, scale)}${decimals && `.${decimals}`}`;
}

/** A cell as stored: its type (`t`), its text, and whether its style shows a date. */
export interface StoredCell {
	type: string;
	text: string;
	isDate: boolean;
}

/** What the cell says, as text: dates in ISO 8601, numbers as plain decimals. */
export function cellText({ type, text, isDate }: StoredCell, epoch: 1900 | 1904): string {
	if (type === 'b') return text.trim() === '1' ? 'TRUE' : 'FALSE';
	if (type !== 'n' || text === '') return text;
	if (!isDate) return plainDecimal(text);
	const written = fromExcelSerial(Number(text), epoch);
	if (!written) return plainDecimal(text);
	return written.time === undefined ? written.date : `${written.date} ${written.time}`;
}

/** The index of a column from a reference: B12 is 1. */
export function columnOf(reference: string): number {
	let column = 0;
	for (const letter of reference.replace(/\d+$/, ''))
		column = column * 26 + (letter.charCodeAt(0) - 64);
	return column - 1;
}

/** Office writes characters that XML cannot hold as _x000D_. */
export const unescapeText = (text: string): string =>
	text.includes('_x')
		? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
				String.fromCharCode(parseInt(hex, 16))
			)
		: text;
