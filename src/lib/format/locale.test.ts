import { expect, it } from 'vitest';
import { hundredths } from './locale.ts';

it.each([
	[2100, '21'],
	[2150, '21.5'],
	[2125, '21.25'],
	[0, '0'],
	[123_450, '1,234.5']
])('%d hundredths are %s', (value, text) => {
	expect(hundredths(value, 'en')).toBe(text);
	expect(hundredths(value, 'zh-CN')).toBe(text);
});
