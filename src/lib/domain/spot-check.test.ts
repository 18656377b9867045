import { describe, expect, test } from 'vitest';
import { drawRep, drawThing, SPOT_KINDS, spotWeight } from './spot-check.ts';
import type { SpotThing } from './spot-check.ts';

const reps = Array.from({ length: 20 }, (_, i) => ({
	code: `r${i}`,
	daysSince: i === 0 ? undefined : i
}));

/** How often each rep is drawn by many seeds. */
function draws(of: typeof reps, times = 20_000): Map<string, number> {
	const counts = new Map<string, number>();
	for (let i = 0; i < times; i++) {
		const { code } = drawRep(of, `draw ${i}`)!;
		counts.set(code, (counts.get(code) ?? 0) + 1);
	}
	return counts;
}

describe('[FLOOR-6] [FLOOR-7] the rep who is drawn', () => {
	test('is the same for the same seed, in whatever order the reps come', () => {
		for (let i = 0; i < 200; i++)
			expect(drawRep(reps.toReversed(), `s${i}`)).toEqual(drawRep(reps, `s${i}`));
	});

	test('is drawn as often as their weight says', () => {
		const total = reps.reduce((sum, { daysSince }) => sum + spotWeight(daysSince), 0);
		const counts = draws(reps);
		for (const { code, daysSince } of reps) {
			const expected = (20_000 * spotWeight(daysSince)) / total;
			expect(Math.abs((counts.get(code) ?? 0) - expected), code).toBeLessThan(
				6 * Math.sqrt(expected)
			);
		}
	});

	test('may be one who was checked today: nobody is safe', () => {
		const counts = draws(reps.map((rep) => ({ ...rep, daysSince: rep.code === 'r5' ? 0 : 30 })));
		expect(counts.get('r5')).toBeGreaterThan(0);
	});

	test('is nobody where there is nobody', () => expect(drawRep([], 's')).toBeUndefined());
});

describe('[FLOOR-8] what is drawn', () => {
	const things: SpotThing[] = [
		...Array.from({ length: 200 }, (_, i) => ({ kind: 'entry' as const, ref: String(i) })),
		{ kind: 'visit', ref: 'v1' },
		{ kind: 'report', ref: '2026-11-12' }
	];

	test('is each kind about as often as the others, however many there are of it', () => {
		const kinds = Array.from({ length: 3_000 }, (_, i) => drawThing(things, `s${i}`)!.kind);
		for (const kind of SPOT_KINDS)
			expect(kinds.filter((drawn) => drawn === kind).length / 3_000, kind).toBeCloseTo(1 / 3, 1);
	});

	test('is the same for the same seed, and nothing where there is nothing', () => {
		expect(drawThing(things.toReversed(), 's')).toEqual(drawThing(things, 's'));
		expect(drawThing([], 's')).toBeUndefined();
	});
});
