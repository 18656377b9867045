import { expect, it } from 'vitest';
import { addedRate } from './figures.ts';

it.each([
	[500, '+ 5'],
	[-250, '− 2.5'],
	[0, '+ 0']
])('[TARGET-5] %i basis points are written %s in the arithmetic', (points, words) =>
	expect(addedRate(points, 'en')).toBe(words)
);
