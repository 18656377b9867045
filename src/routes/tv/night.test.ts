import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nightlyMinute, untilNightly } from './night.ts';

test('[DISPLAY-14] a display comes anew between 03:00 and 04:30, always at the same minute', () => {
	fc.assert(
		fc.property(fc.string(), fc.integer({ min: 0, max: 1439 }), (id, minute) => {
			const at = nightlyMinute(id);
			expect(at).toBeGreaterThanOrEqual(180);
			expect(at).toBeLessThan(270);
			const wait = untilNightly(id, minute) / 60_000;
			expect((minute + wait) % 1440).toBe(at);
			expect(wait).toBeGreaterThan(0);
			expect(wait).toBeLessThanOrEqual(1440);
		})
	);
});

test('[DISPLAY-14] and a hundred displays do so at some fifty minutes', () => {
	const minutes = Array.from({ length: 100 }, (_, i) => nightlyMinute(`display-${i * 7919}`));
	expect(new Set(minutes).size).toBeGreaterThan(45);
});
