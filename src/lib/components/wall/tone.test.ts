import { expect, it } from 'vitest';
import { pace } from '$lib/domain/pace.ts';
import { isReached, toneOf } from './tone.ts';

const period = { from: '2026-11-01', to: '2026-11-30' };

it('a target of nothing is never reached', () => {
	expect(isReached({ period, value: 0, target: 0 })).toBe(false);
	expect(isReached({ period, value: 5 })).toBe(false);
	expect(isReached({ period, value: 5, target: 5 })).toBe(true);
});

it('is lit by the pace', () => {
	const at = (actual: number, elapsedWeight = 1_000, target?: number) =>
		toneOf({ period, ...pace({ target, actual, totalWeight: 2_000, elapsedWeight }) });
	expect(at(49, 1_000, 100)).toBe('behind');
	expect(at(50, 1_000, 100)).toBe('ahead');
	expect(at(100, 1_000, 100)).toBe('reached');
	// Nothing is due yet, or ever.
	expect(at(0, 0, 100)).toBe('plain');
	expect(at(50)).toBe('plain');
});
