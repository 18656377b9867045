import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { raceOf, type DayResult } from './race.ts';

const dates = ['2026-11-02', '2026-11-03', '2026-11-04'];
const result = (code: string, date: string, amount: number, reached: number): DayResult => ({
	code,
	date,
	amount,
	reached
});

describe('[TRACK-15] ranks by day', () => {
	test('each day shows the sums since the first, everybody in the race, equals in the order they got there', () => {
		const days = raceOf({
			dates,
			codes: ['a', 'b', 'c'],
			results: [
				result('b', dates[0]!, 50, 1),
				result('a', dates[1]!, 50, 2),
				result('c', dates[2]!, 80, 3),
				result('b', dates[2]!, -10, 4)
			],
			top: 10
		});
		const places = days.map(({ rows }) => rows.map(({ rank, code }) => `${rank}${code}`).join(' '));
		expect(places).toEqual(['1b 2a 2c', '1b 1a 3c', '1c 2a 3b']);
		expect(days.map(({ total }) => total)).toEqual([50, 100, 170]);
		expect(days[2]!.rows[2]).toEqual({ code: 'b', rank: 3, value: 40, gained: -10 });
	});

	test('only the first are told, but everybody counts', () => {
		const codes = Array.from({ length: 30 }, (_, i) => `r${i}`);
		const results = codes.map((code, i) => result(code, dates[0]!, i, i + 1));
		const [day] = raceOf({ dates, codes, results, top: 10 });
		expect(day!.rows).toHaveLength(10);
		expect(day!.rows[0]).toMatchObject({ code: 'r29', rank: 1 });
		expect(day!.total).toBe(435);
	});

	test('whatever was booked, the last day’s sums are those of the month', () => {
		const booked = fc.array(
			fc.record({
				code: fc.constantFrom('a', 'b', 'c', 'd'),
				date: fc.constantFrom(...dates),
				amount: fc.integer({ min: -1e9, max: 1e9 }),
				reached: fc.nat()
			}),
			{ maxLength: 40 }
		);
		fc.assert(
			fc.property(booked, (results) => {
				const day = raceOf({ dates, codes: ['a', 'b', 'c', 'd'], results, top: 4 }).at(-1)!;
				for (const { code, value } of day.rows) {
					const own = results.filter((of) => of.code === code);
					expect(value).toBe(own.reduce((sum, { amount }) => sum + amount, 0));
				}
				const sum = day.rows.reduce((all, { value }) => all + value, 0);
				expect(day.total).toBe(sum);
			})
		);
	});
});
