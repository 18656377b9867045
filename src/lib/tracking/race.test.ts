import { describe, expect, test } from 'vitest';
import type { RaceDay } from '$lib/domain/race.ts';
import { captionsOf, runnersAt, totalAt } from './race.ts';

const day = (date: string, gained: number, total: number, rows: [string, number, number][]) =>
	({
		date,
		gained,
		total,
		rows: rows.map(([code, value, of], i) => ({ code, rank: i + 1, value, gained: of }))
	}) satisfies RaceDay;

const days = [
	day('2026-11-02', 30, 30, [
		['a', 30, 30],
		['b', 0, 0],
		['c', 0, 0],
		['d', 0, 0],
		['e', 0, 0]
	]),
	day('2026-11-03', 100, 130, [
		['b', 100, 100],
		['a', 30, 0],
		['c', 0, 0],
		['d', 0, 0],
		['e', 0, 0]
	]),
	day('2026-11-04', 50, 180, [
		['b', 100, 0],
		['e', 50, 50],
		['a', 30, 0],
		['c', 0, 0],
		['d', 0, 0]
	]),
	day('2026-11-05', 0, 180, [['b', 100, 0]])
];

describe('[TRACK-15] between two days', () => {
	test('amounts are on their way to the day being reached, and places are theirs', () => {
		const order = (at: number) => runnersAt(days, at).map(({ rank, code }) => `${rank}${code}`);
		expect(order(0.25)).toEqual(['1a', '2b', '3c', '3d', '3e']);
		expect(order(0.5)).toEqual(['1b', '2a', '3c', '3d', '3e']);
		expect(runnersAt(days, 0.5)[0]).toMatchObject({ code: 'b', place: 0, value: 50 });
		expect(totalAt(days, 0.5)).toBe(80);
		expect(runnersAt(days, 1)[0]).toMatchObject({ value: 100 });
		expect(totalAt(days, 1)).toBe(130);
	});
	test('nothing lies before the first day or beyond the last', () => {
		expect(runnersAt(days, -3)).toEqual(runnersAt(days, 0));
		expect(totalAt(days, 99)).toBe(180);
		expect(runnersAt([], 0)).toEqual([]);
		expect(totalAt([], 0)).toBe(0);
	});
});

test('each day is worth one word, the greatest first', () => {
	const kinds = (target?: number) => captionsOf(days, target).map(({ kind }) => kind);
	expect(kinds()).toEqual(['first-lead', 'lead', 'climb', 'rest']);
	expect(kinds(150)).toEqual(['first-lead', 'half', 'target', 'rest']);
});
