import { expect, test } from 'vitest';
import { keptReading } from './kept.ts';

test('what was read is kept until it is forgotten', async () => {
	let times = 0;
	const { read, forget } = keptReading(async () => ++times);
	expect(await Promise.all([read(), read()])).toEqual([1, 1]);
	forget();
	expect(await read()).toBe(2);
});

test('a reading that failed is tried again', async () => {
	let times = 0;
	const { read } = keptReading(async () => {
		if (++times === 1) throw new Error('no database');
		return times;
	});
	await expect(read()).rejects.toThrow('no database');
	expect(await read()).toBe(2);
});
