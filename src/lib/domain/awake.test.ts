import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AWAKE_DAYS, isAwake } from './awake.ts';

const zone = 'Asia/Shanghai';
/** 2026-11-23 is a Monday. */
const at = (date: string, time: string) => Date.parse(`${date}T${time}:00+08:00`);
const day = { start: '07:30', end: '20:00', days: 'mon-fri' } as const;
const night = { start: '18:00', end: '02:00', days: 'mon-fri' } as const;

describe('[DISPLAY-12] a screen is awake', () => {
	test.each([
		['2026-11-23', '07:29', false],
		['2026-11-23', '07:30', true],
		['2026-11-23', '19:59', true],
		['2026-11-23', '20:00', false],
		['2026-11-27', '12:00', true],
		['2026-11-28', '12:00', false]
	])('%s %s: %s', (date, time, awake) =>
		expect(isAwake(at(date, time), { hours: day, zone })).toBe(awake)
	);

	test('past midnight, to the end of the day that began before', () => {
		expect(isAwake(at('2026-11-23', '01:00'), { hours: night, zone })).toBe(false);
		expect(isAwake(at('2026-11-24', '01:00'), { hours: night, zone })).toBe(true);
		expect(isAwake(at('2026-11-28', '01:59'), { hours: night, zone })).toBe(true);
		expect(isAwake(at('2026-11-28', '18:30'), { hours: night, zone })).toBe(false);
	});

	test('all day where start and end are the same', () => {
		const hours = { start: '00:00', end: '00:00', days: 'all' } as const;
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 4e12 }), (now) => isAwake(now, { hours, zone }))
		);
	});

	test('by the clock on the wall of its zone, whatever that clock does', () => {
		const times = fc
			.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
			.map((pair) => pair.map((part) => String(part).padStart(2, '0')).join(':'));
		const zones = fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Africa/Casablanca');
		fc.assert(
			fc.property(
				fc.integer({ min: 1.5e12, max: 2e12 }),
				zones,
				times,
				times,
				fc.constantFrom(...AWAKE_DAYS),
				(now, zone, start, end, days) => {
					fc.pre(start !== end);
					const straight = isAwake(now, { hours: { start, end, days: 'all' }, zone });
					const turned = isAwake(now, { hours: { start: end, end: start, days: 'all' }, zone });
					expect(straight).toBe(!turned);
					if (isAwake(now, { hours: { start, end, days }, zone })) expect(straight).toBe(true);
				}
			)
		);
	});
});
