import { describe, expect, test } from 'vitest';
import { currencyOptions, fractionDigitsOf, isCurrency, zoneOptions } from './region.ts';

describe('[SIGNIN-1] time zones and currencies to choose from', () => {
	test('zones are found by their own name, by what they are called, and by offset', () => {
		const shanghai = zoneOptions('zh-CN', Date.UTC(2026, 10, 23)).find(
			({ value }) => value === 'Asia/Shanghai'
		);
		expect(shanghai?.label).toContain('中国');
		expect(shanghai?.label).toContain('+08:00');
	});

	test('minor units follow the currency', () => {
		expect(['CNY', 'JPY', 'KWD'].map(fractionDigitsOf)).toEqual([2, 0, 3]);
		expect(isCurrency('CNY')).toBe(true);
		expect(isCurrency('cny')).toBe(false);
		expect(currencyOptions('zh-CN').find(({ value }) => value === 'CNY')?.label).toBe('人民币');
	});
});
