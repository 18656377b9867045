import { expect, test } from 'vitest';
import { restartDelay } from './child.ts';

test('a child is restarted at once, then ever more patiently, but never given up', () => {
	expect([0, 1, 2, 3].map(restartDelay)).toEqual([50, 100, 200, 400]);
	expect(restartDelay(7)).toBe(5_000);
	expect(restartDelay(10_000)).toBe(5_000);
});
