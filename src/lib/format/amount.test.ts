import { describe, expect, it } from 'vitest';
import { amount, amountText, scaleFor, scaleOf, type Measure } from './amount.ts';
import type { Locale } from './locale.ts';

const yuan: Measure = { kind: 'money', fractionDigits: 2 };
const pieces: Measure = { kind: 'count', fractionDigits: 2 };
const yen: Measure = { kind: 'money', fractionDigits: 0 };

const whole = (value: number, locale: Locale, measure = yuan) =>
	amountText(measure === yuan ? value * 100 : value, measure, locale).replace('\u00a0', ' ');

describe('amountText', () => {
	it.each([
		[0, '0'],
		[12.5, '12.50'],
		[8560, '8,560'],
		[28_400, '2.84 万'],
		[1_192_000, '119.2 万'],
		[12_846_000, '1,284.6 万'],
		[20_000_000, '2,000 万'],
		[999_999_000, '99,999.9 万'],
		[1_234_567_890, '12.35 亿'],
		[-32_000, '−3.20 万']
	])('%d yuan in Chinese', (value, text) => expect(whole(value, 'zh-CN')).toBe(text));

	it.each([
		[8560, '8,560'],
		[28_400, '28.4k'],
		[846_000, '846k'],
		[1_864_000, '1,864k'],
		[12_846_000, '12.85M'],
		[1_234_567_890, '1,234.6M'],
		[123_456_789_000, '123.5B'],
		[-32_000, '−32k']
	])('%d in English', (value, text) => expect(whole(value, 'en')).toBe(text));

	it('counts and currencies without a minor unit have no fraction', () => {
		expect(whole(85, 'zh-CN', pieces)).toBe('85');
		expect(whole(28_400, 'zh-CN', pieces)).toBe('2.84 万');
		expect(whole(960, 'en', yen)).toBe('960');
	});

	it('rounds half away from zero, on integers', () => {
		expect(whole(1_000_500, 'zh-CN')).toBe('100.1 万');
		expect(whole(-1_000_500, 'zh-CN')).toBe('−100.1 万');
	});
});

describe('a shared scale', () => {
	const shared = scaleFor(186_400_000, yuan, 'zh-CN');

	it('keeps a column in one unit', () => {
		expect(amount(968_000_00, shared, 'zh-CN')).toEqual({ figure: '96.8', unit: '万' });
		expect(amount(0, shared, 'zh-CN')).toEqual({ figure: '0', unit: '万' });
	});

	it('gives way where it would hide a value', () => {
		const scale = scaleOf(3_000_00, shared, yuan, 'zh-CN');
		expect(amount(3_000_00, scale, 'zh-CN')).toEqual({ figure: '3,000', unit: '' });
		expect(scaleOf(0, shared, yuan, 'zh-CN')).toBe(shared);
	});
});

it('stays short enough for the focal figure, whatever was sold', () => {
	for (let exponent = 0; exponent <= 15; exponent++) {
		for (const locale of ['zh-CN', 'en'] as const) {
			const value = Math.floor(9.87654321 * 10 ** exponent);
			expect(amount(value, scaleFor(value, yuan, locale), locale).figure.length).toBeLessThan(9);
		}
	}
});
