import { expect, test } from 'vitest';
import { driftAt } from './drift.ts';

const STEP = 180_000;
const places = Array.from({ length: 200 }, (_, i) => driftAt(i * STEP));

test('[DISPLAY-13] the picture is never further than eight hundredths away, and moves by small steps', () => {
	for (const [i, { x, y }] of places.entries()) {
		expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(0.08);
		const next = places[i + 1];
		if (next) expect(Math.max(Math.abs(next.x - x), Math.abs(next.y - y))).toBeLessThan(0.05);
	}
});

test('[DISPLAY-13] and rests nowhere: it is at many places, each for a small part of the time', () => {
	const times = new Map<string, number>();
	for (const { x, y } of places) times.set(`${x},${y}`, (times.get(`${x},${y}`) ?? 0) + 1);
	expect(times.size).toBeGreaterThan(40);
	expect(Math.max(...times.values())).toBeLessThan(places.length / 15);
});
