import { expect, test } from 'vitest';
import { refusedText } from './refused-words.ts';

test('a refusal of the gate is said in words, an accident with its id', () => {
	expect(refusedText({ message: 'not-allowed' })).toMatch(/管理员/);
	expect(refusedText({ message: 'unexpected', id: 'a1b2' })).toContain('a1b2');
	expect(refusedText({ message: 'Failed to fetch' })).toBeUndefined();
	expect(refusedText(undefined)).toBeUndefined();
});
