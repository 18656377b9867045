import { expect, it } from 'vitest';
import { moneyText } from './money.ts';

it.each([
	['CNY', 2, 'zh-CN', '¥12,846.50'],
	['CNY', 2, 'en', 'CN¥12,846.50'],
	['USD', 2, 'en', '$12,846.50'],
	['JPY', 0, 'en', '¥1,284,650']
] as const)('%s with %d digits in %s is %s', (currency, fractionDigits, locale, text) =>
	expect(moneyText(1_284_650, { currency, fractionDigits }, locale)).toBe(text)
);

it('shows an unfinished code as it is', () =>
	expect(moneyText(100, { currency: 'C', fractionDigits: 2 }, 'en')).toBe('C 1'));
