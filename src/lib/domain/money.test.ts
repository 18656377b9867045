import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_AMOUNT, formatDecimal, isAmount, parseDecimal } from './money.ts';

const amount = fc.integer({ min: -MAX_AMOUNT, max: MAX_AMOUNT });
const digits = fc.integer({ min: 0, max: 4 });

describe('amounts', () => {
	it.each([0, 1, -1, MAX_AMOUNT, -MAX_AMOUNT])('[MONEY-2] %d is an amount', (n) => {
		expect(isAmount(n)).toBe(true);
	});

	it.each([MAX_AMOUNT + 1, -MAX_AMOUNT - 1, 0.5, NaN, Infinity, '1', null, undefined, 1n])(
		'[MONEY-1] [MONEY-2] %s is not an amount',
		(n) => {
			expect(isAmount(n)).toBe(false);
		}
	);
});

describe('parseDecimal', () => {
	it.each([
		['1234.5', 123450],
		['0.07', 7],
		['.5', 50],
		['5.', 500],
		['007', 700],
		['  12 ', 1200],
		['+3', 300],
		['-3.10', -310],
		['−3', -300],
		['1,234,567.89', 123456789],
		['￥1,234.50', 123450],
		['¥ 12', 1200],
		['-$5', -500],
		['$-5', -500],
		['5 €', 500],
		['(1,234.50)', -123450],
		['¥(8)', -800],
		['（￥８．２５）', -825],
		['１２，３４５。６', 1234560],
		['　９　', 900],
		['1.15', 115],
		['100000000000.00', MAX_AMOUNT]
	])('[MONEY-3] reads %s', (text, expected) => {
		expect(parseDecimal(text, 2)).toEqual({ ok: true, amount: expected });
	});

	it.each([
		'',
		'   ',
		'abc',
		'1e3',
		'--1',
		'-$-1',
		'-(5)',
		'(5',
		'12 34',
		'.',
		'¥',
		'1.2.3',
		'NaN'
	])('[MONEY-3] refuses %j as no number', (text) => {
		expect(parseDecimal(text, 2)).toEqual({ ok: false, reason: 'not-a-number' });
	});

	it.each(['1,23', '12,34,567', ',123', '1,', '1234,567', '1.234,56'])(
		'[MONEY-4] refuses %s: the comma does not group thousands',
		(text) => {
			expect(parseDecimal(text, 2)).toEqual({ ok: false, reason: 'not-a-number' });
		}
	);

	it('[MONEY-5] takes further decimals only if they are zero', () => {
		expect(parseDecimal('1.005', 2)).toEqual({ ok: false, reason: 'too-many-decimals' });
		expect(parseDecimal('0.5', 0)).toEqual({ ok: false, reason: 'too-many-decimals' });
		expect(parseDecimal('1.500', 2)).toEqual({ ok: true, amount: 150 });
		expect(parseDecimal('3.0', 0)).toEqual({ ok: true, amount: 3 });
	});

	it('[MONEY-2] refuses one minor unit beyond the bound, and any length of digits', () => {
		expect(parseDecimal('100000000000.01', 2)).toEqual({ ok: false, reason: 'too-large' });
		expect(parseDecimal(`-${'9'.repeat(10_000)}`, 2)).toEqual({ ok: false, reason: 'too-large' });
	});

	it('[MONEY-6] reads back what formatDecimal writes, to the unit', () => {
		fc.assert(
			fc.property(amount, digits, (n, fraction) => {
				expect(parseDecimal(formatDecimal(n, fraction), fraction)).toEqual({ ok: true, amount: n });
			})
		);
	});

	it('[MONEY-3] answers any text with an amount or a reason', () => {
		const near = fc.string({ unit: fc.constantFrom(...'0123456789.,-+()¥$€ （）．，。') });
		fc.assert(
			fc.property(fc.oneof(fc.string(), near), digits, (text, fraction) => {
				const read = parseDecimal(text, fraction);
				if (read.ok) expect(isAmount(read.amount) && !Object.is(read.amount, -0)).toBe(true);
			})
		);
	});
});

it('[MONEY-6] writes every decimal, no grouping', () => {
	expect(formatDecimal(123450, 2)).toBe('1234.50');
	expect(formatDecimal(-7, 2)).toBe('-0.07');
	expect(formatDecimal(0, 2)).toBe('0.00');
	expect(formatDecimal(42, 0)).toBe('42');
	expect(formatDecimal(-5, 3)).toBe('-0.005');
});
