import { describe, expect, test } from 'vitest';
import { hashOf } from '../auth/secrets.ts';
import { judgeSecret, rotationDue } from './rotation.ts';
import type { Secrets } from './rotation.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const secrets = (former?: string): Secrets => ({
	secretHash: hashOf('new'),
	formerSecretHash: former === undefined ? null : hashOf(former),
	rotatedAt: new Date(0)
});

describe('[DISPLAY-6] a display’s secret', () => {
	test('is known as the current or the former one, or not at all', () => {
		expect(judgeSecret('new', secrets('old'))).toBe('current');
		expect(judgeSecret('old', secrets('old'))).toBe('former');
		expect(judgeSecret('old', secrets())).toBeUndefined();
		expect(judgeSecret('', secrets())).toBeUndefined();
		expect(judgeSecret('new', undefined)).toBeUndefined();
	});

	test('is replaced after thirty days, not before', () => {
		expect(rotationDue('current', secrets(), 30 * DAY)).toBe('none');
		expect(rotationDue('current', secrets(), 30 * DAY + 1)).toBe('rotate');
	});

	test('leaves the former one in force for ten minutes, also once the new one was seen', () => {
		expect(rotationDue('current', secrets('old'), MINUTE)).toBe('none');
		expect(rotationDue('current', secrets('old'), 11 * MINUTE)).toBe('settle');
		expect(rotationDue('current', secrets('old'), 40 * DAY)).toBe('settle');
	});

	test('is sent anew to whoever still shows the former one after that: the answer was lost', () => {
		expect(rotationDue('former', secrets('old'), MINUTE)).toBe('none');
		expect(rotationDue('former', secrets('old'), 11 * MINUTE)).toBe('rotate');
	});
});
