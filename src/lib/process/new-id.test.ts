import { expect, test } from 'vitest';
import { commandId } from '../forms/process.ts';
import { newId } from './new-id.ts';

test('[FLOOR-1] the id of a tap is a random UUID', () => {
	const ids = Array.from({ length: 100 }, newId);
	for (const id of ids) expect(commandId.safeParse(id).success, id).toBe(true);
	expect(new Set(ids).size).toBe(100);
});
