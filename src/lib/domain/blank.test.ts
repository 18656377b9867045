import { describe, expect, test } from 'vitest';
import { nextStartOfWork } from './blank.ts';
import type { CalendarRules } from './calendar.ts';
import { businessClock } from './period.ts';

const OFFICE: CalendarRules = { week: [100, 100, 100, 100, 100, 0, 0], holidays: {}, dates: {} };

function wake(now: string, rules: CalendarRules = OFFICE, zone = 'Asia/Shanghai') {
	const clock = businessClock(zone);
	const hours = { start: '09:00', end: '18:00' };
	const at = nextStartOfWork(Date.parse(now), { clock, calendar: rules, hours });
	return new Date(at).toISOString();
}

describe('[DISPLAY-9] blank until morning', () => {
	test('in the evening it is the next morning', () => {
		expect(wake('2026-11-23T20:00:00+08:00')).toBe('2026-11-24T01:00:00.000Z');
	});

	test('after midnight, before work, it is the same morning', () => {
		expect(wake('2026-11-24T02:00:00+08:00')).toBe('2026-11-24T01:00:00.000Z');
	});

	test('at the very start of work it is the next day: now is not to come', () => {
		expect(wake('2026-11-24T09:00:00+08:00')).toBe('2026-11-25T01:00:00.000Z');
	});

	test('on Friday it is Monday, or Saturday where that is a working day', () => {
		expect(wake('2026-11-27T19:00:00+08:00')).toBe('2026-11-30T01:00:00.000Z');
		const shop = { ...OFFICE, week: [100, 100, 100, 100, 100, 150, 0] } as CalendarRules;
		expect(wake('2026-11-27T19:00:00+08:00', shop)).toBe('2026-11-28T01:00:00.000Z');
	});

	test('holidays and make-up days count', () => {
		const rules: CalendarRules = {
			...OFFICE,
			holidays: { '2026-11-24': 'off', '2026-11-28': 'work' },
			dates: { '2026-11-25': 0, '2026-11-26': 0, '2026-11-27': 0 }
		};
		expect(wake('2026-11-23T20:00:00+08:00', rules)).toBe('2026-11-28T01:00:00.000Z');
	});

	test('a calendar without a working day wakes it the next morning', () => {
		const never: CalendarRules = { ...OFFICE, week: [0, 0, 0, 0, 0, 0, 0] };
		expect(wake('2026-11-23T20:00:00+08:00', never)).toBe('2026-11-24T01:00:00.000Z');
	});

	test('nine o’clock is nine o’clock on the wall, also on the day the clocks change', () => {
		const daily: CalendarRules = { ...OFFICE, week: [100, 100, 100, 100, 100, 100, 100] };
		expect(wake('2026-03-28T20:00:00+01:00', daily, 'Europe/Berlin')).toBe(
			'2026-03-29T07:00:00.000Z'
		);
	});
});
