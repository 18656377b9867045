import { describe, expect, test } from 'vitest';
import { suggestCallTime } from './call-time.ts';
import { seededRandom } from './random.ts';

const hours = { start: '09:00', end: '18:00', breaks: [{ start: '12:00', end: '13:30' }] };
const minuteOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Past calls at random minutes of the day, a thousand times over. */
const histories = Array.from({ length: 1_000 }, (_, i) => {
	const random = seededRandom(`history ${i}`);
	const lastMinutes = Array.from({ length: Math.floor(random() * 6) }, () =>
		Math.floor(random() * 1_440)
	);
	return { hours, lastMinutes, seed: `r${i} 2026-11-12` };
});

describe('[FLOOR-5] the time of the next call', () => {
	test('is a quarter of an hour within working hours and outside breaks', () => {
		for (const history of histories) {
			const minute = minuteOf(suggestCallTime(history)!);
			expect(minute % 15).toBe(0);
			expect(minute).toBeGreaterThanOrEqual(540);
			expect(minute).toBeLessThan(1_080);
			expect(minute >= 720 && minute < 810).toBe(false);
		}
	});

	test('is the same for the same seed, and spreads over seeds', () => {
		for (const history of histories.slice(0, 50))
			expect(suggestCallTime(history)).toBe(suggestCallTime(history));
		const times = new Set(
			Array.from({ length: 100 }, (_, i) =>
				suggestCallTime({ hours, lastMinutes: [], seed: `r1 day ${i}` })
			)
		);
		expect(times.size).toBeGreaterThan(15);
	});

	test('keeps away from the hour of the last calls', () => {
		for (const [i, at] of [540, 600, 660, 840, 960, 1_065].entries()) {
			const time = suggestCallTime({ hours, lastMinutes: [at, at, at], seed: `r1 ${i}` })!;
			expect(Math.abs(minuteOf(time) - at), time).toBeGreaterThanOrEqual(120);
		}
	});

	test('is still to come, and there is none when the day is over', () => {
		for (const history of histories.slice(0, 200)) {
			expect(minuteOf(suggestCallTime({ ...history, from: 1_000 })!)).toBeGreaterThanOrEqual(1_000);
			expect(suggestCallTime({ ...history, from: 1_080 })).toBeUndefined();
		}
	});
});
