import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CODE_ALPHABET, CODE_LENGTH, groupCode, makeCode, readCode } from './pairing-code.ts';

const codes = fc
	.array(fc.nat(CODE_ALPHABET.length - 1), { minLength: CODE_LENGTH, maxLength: CODE_LENGTH })
	.map((picks) => makeCode(() => picks.shift()!));

describe('[DISPLAY-1] the code on the screen', () => {
	test('holds nothing that looks like something else', () => {
		for (const alike of ['0OQ', '1IL', '2Z', '5S', '8B', 'UV', 'MWN', '6G'])
			expect(
				[...alike].filter((letter) => CODE_ALPHABET.includes(letter)).length,
				alike
			).toBeLessThanOrEqual(1);
		for (const never of '0O1IL2Z5S8BUV') expect(CODE_ALPHABET).not.toContain(never);
		expect(new Set(CODE_ALPHABET).size).toBe(CODE_ALPHABET.length);
	});

	test('has enough of them: a guess a second for its ten minutes meets it once in 75,000 tries', () => {
		expect(CODE_ALPHABET.length ** CODE_LENGTH / 600).toBeGreaterThan(75_000);
	});
});

describe('[DISPLAY-4] what is typed', () => {
	test('is read in any case, with spaces and dashes, in full width', () => {
		fc.assert(
			fc.property(codes, (code) => {
				const wide = [...code].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');
				for (const typed of [code, code.toLowerCase(), groupCode(code), ` ${code} `, wide])
					expect(readCode(typed)).toBe(code);
			})
		);
	});

	test.each([
		['O for D', 'HK73NO', 'HK73ND'],
		['0 for D', 'HK73N0', 'HK73ND'],
		['G for 6', 'HKG3ND', 'HK63ND'],
		['V for Y', 'VK73ND', 'YK73ND'],
		['1 for 7', 'HK13ND', 'HK73ND']
	])('%s is taken for what stood there', (_, typed, meant) => {
		expect(readCode(typed)).toBe(meant);
	});

	test.each(['', 'HK73N', 'HK73NDD', 'HK73N!', '龙虎榜龙虎榜'])('%j is no code', (typed) => {
		expect(readCode(typed)).toBeUndefined();
	});
});
