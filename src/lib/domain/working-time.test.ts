import { describe, expect, test } from 'vitest';
import type { CalendarRules } from './calendar.ts';
import { workingMinutesBetween } from './working-time.ts';

const rules: CalendarRules = { week: [100, 100, 100, 100, 100, 0, 0], holidays: {}, dates: {} };
const hours = { start: '09:00', end: '18:00', breaks: [{ start: '12:00', end: '13:00' }] };

/** Minutes between two moments of the wall clock, "2026-11-12 09:30". */
function between(from: string, to: string): number {
	const moment = (text: string) => ({
		date: text.slice(0, 10),
		minute: Number(text.slice(11, 13)) * 60 + Number(text.slice(14))
	});
	return workingMinutesBetween(moment(from), moment(to), rules, hours);
}

describe('[HELP-5] working time', () => {
	test.each([
		['2026-11-12 10:00', '2026-11-12 10:45', 45],
		['2026-11-12 11:30', '2026-11-12 13:30', 60],
		['2026-11-12 17:30', '2026-11-13 09:30', 60],
		['2026-11-12 20:00', '2026-11-13 07:00', 0],
		// A Friday evening to Monday morning.
		['2026-11-13 17:00', '2026-11-16 10:00', 120],
		['2026-11-12 09:00', '2026-11-13 09:00', 480],
		['2026-11-14 09:00', '2026-11-15 18:00', 0],
		['2026-11-12 11:00', '2026-11-12 10:00', 0]
	])('from %s to %s is %i minutes', (from, to, minutes) => {
		expect(between(from, to)).toBe(minutes);
	});

	test('adds up wherever it is cut', () => {
		const moments = Array.from({ length: 4 * 24 * 2 }, (_, i) => {
			const date = `2026-11-${String(12 + Math.floor(i / 48)).padStart(2, '0')}`;
			const minute = (i % 48) * 30;
			return { date, minute };
		});
		const last = moments.at(-1)!;
		const whole = workingMinutesBetween(moments[0]!, last, rules, hours);
		for (const cut of moments)
			expect(
				workingMinutesBetween(moments[0]!, cut, rules, hours) +
					workingMinutesBetween(cut, last, rules, hours)
			).toBe(whole);
	});
});
