/** An amount as somebody types it into a table of targets: `128,000`, `12.8万`, `1.2亿`, `128k`, `1.5M`. */
import { MAX_AMOUNT, formatDecimal, parseDecimal, type ParseReason } from '../domain/money.ts';
import { fail, type Result } from '../domain/result.ts';

/** How many digits a suffix moves the point. */
const SHIFT: Record<string, number> = { 千: 3, k: 3, 万: 4, m: 6, 亿: 8, b: 9 };

/** `digits` of the minor unit; nothing is rounded away (MONEY-5), and below zero nothing is a target. */
export function readTyped(
	text: string,
	digits: number
): Result<{ amount: number }, ParseReason | 'below-zero'> {
	const plain = text.normalize('NFKC').trim().replace(/元$/, '').trim();
	const suffix = plain.slice(-1).toLowerCase();
	const shift = SHIFT[suffix] ?? 0;
	const read = parseDecimal(shift > 0 ? plain.slice(0, -1) : plain, digits + shift);
	if (!read.ok) return read;
	if (read.amount < 0) return fail('below-zero');
	return read.amount > MAX_AMOUNT ? fail('too-large') : read;
}

/** The plain decimal, without a fraction of zeros and grouped by thousands: `128,000`, `12.50`. */
export function showTyped(amount: number, digits: number): string {
	const [whole = '', fraction = ''] = formatDecimal(amount, digits).split('.');
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
	return /[1-9]/.test(fraction) ? `${grouped}.${fraction}` : grouped;
}
