import { expect, it } from 'vitest';
import { trackSpan } from './track-span.ts';

it.each([
	[-0.2, 1],
	[0.64, 1],
	[1.3, 1.3],
	[100, 2]
])('a track filled to %d of its target spans %d targets', (fill, span) =>
	expect(trackSpan(fill)).toBe(span)
);
