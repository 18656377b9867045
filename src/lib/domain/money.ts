/**
 * Amounts are integers in minor units (fen, cents) of one currency, or pieces; never floating-point.
 * docs/SPEC.md, MONEY-*.
 */
import { fail, type Result } from './result.ts';

/** The largest magnitude of one amount: 100 billion yuan in fen. 900 of them still add up exactly (MONEY-2). */
export const MAX_AMOUNT = 10 ** 13;

export type ParseReason = 'not-a-number' | 'too-many-decimals' | 'too-large';

export const isAmount = (n: unknown): n is number =>
	Number.isSafeInteger(n) && Math.abs(n as number) <= MAX_AMOUNT;

const CURRENCY = '[¥$€]';
const SIGNED = new RegExp(`^([+-]?)\\s*${CURRENCY}?\\s*([+-]?)([\\d.,]+)\\s*${CURRENCY}?$`);
const BRACKETED = new RegExp(`^${CURRENCY}?\\s*\\(\\s*${CURRENCY}?\\s*([\\d.,]+)\\s*\\)$`);
/** Commas only where they group thousands: in "1,23" the comma is somebody's decimal point (MONEY-4). */
const DIGITS = /^(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?$/;

/** NFKC folds full-width digits, signs and brackets; it knows neither 。 as typed for a point nor the true minus. */
const fold = (text: string): string =>
	text.normalize('NFKC').replaceAll('。', '.').replaceAll('\u2212', '-').trim();

function splitSign(text: string): { negative: boolean; digits: string } | undefined {
	const bracketed = BRACKETED.exec(text);
	if (bracketed) return { negative: true, digits: bracketed[1] ?? '' };
	const signed = SIGNED.exec(text);
	if (!signed) return undefined;
	const [, outer = '', inner = '', digits = ''] = signed;
	if (outer && inner) return undefined;
	return { negative: outer + inner === '-', digits };
}

/**
 * What a person typed or a spreadsheet holds, as an amount: "￥1,234.5" with 2 digits is 123450.
 * Works on the digits as text, so that no value passes through a float (MONEY-1).
 */
export function parseDecimal(
	text: string,
	fractionDigits: number
): Result<{ amount: number }, ParseReason> {
	const signed = splitSign(fold(text));
	const match = signed && DIGITS.exec(signed.digits);
	if (!signed || !match) return fail('not-a-number');
	const whole = (match[1] ?? '').replaceAll(',', '');
	const decimals = (match[2] ?? '').replace(/0+$/, '');
	if (whole === '' && (match[2] ?? '') === '') return fail('not-a-number');
	if (decimals.length > fractionDigits) return fail('too-many-decimals');

	// A whole number of minor units: Number() is exact for all of them that are not too large.
	const magnitude = Number(whole + decimals.padEnd(fractionDigits, '0'));
	if (magnitude > MAX_AMOUNT) return fail('too-large');
	return { ok: true, amount: signed.negative ? 0 - magnitude : magnitude };
}

/** The plain decimal that parseDecimal reads back: 123450 with 2 digits is "1234.50". */
export function formatDecimal(amount: number, fractionDigits: number): string {
	const sign = amount < 0 ? '-' : '';
	const digits = String(Math.abs(amount)).padStart(fractionDigits + 1, '0');
	if (fractionDigits === 0) return sign + digits;
	return `${sign}${digits.slice(0, -fractionDigits)}.${digits.slice(-fractionDigits)}`;
}
