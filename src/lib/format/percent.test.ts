import { expect, it } from 'vitest';
import { chance, percent } from './percent.ts';

it.each([
	[0.642, 1, '64.2'],
	[1.18, 0, '118'],
	[0, 1, '0.0'],
	[-0.037, 1, '−3.7'],
	[-0.0001, 1, '0.0'],
	[9.99, 0, '999'],
	[12.345, 0, '>999']
])('%d with %d digits is %s', (fraction, digits, text) =>
	expect(percent(fraction, digits, 'zh-CN')).toBe(text)
);

it('a target missed by a hair is not 100 %', () => {
	expect(percent(0.99999, 1, 'en')).toBe('99.9');
	expect(percent(0.996, 0, 'en')).toBe('99');
	expect(percent(1, 0, 'en')).toBe('100');
});

it('[TARGET-9] what is open is never certain, neither way', () => {
	const texts = [0, 0.004, 0.005, 0.34, 0.994, 0.995, 1].map((one) => chance(one, 'zh-CN'));
	expect(texts).toEqual(['<1', '<1', '1', '34', '99', '>99', '>99']);
});
