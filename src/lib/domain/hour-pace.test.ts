import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datesOf } from './period.ts';
import { hourPace, shareOfDay } from './hour-pace.ts';

const DATES = datesOf({ from: '2026-11-25', to: '2026-11-30' });
/** Wednesday to Monday, the weekend off. */
const WEIGHTS = [100, 100, 100, 0, 0, 100];
const share = (today: string, before: number, target = 1_000) =>
	shareOfDay({ target, before, dates: DATES, weights: WEIGHTS, today });

describe('[SPRINT-2] the share of a day', () => {
	test('is what was missing this morning, over the working days from today on, rounded up', () => {
		expect(share('2026-11-26', 100)).toBe(300);
		expect(share('2026-11-26', 99)).toBe(301);
	});

	test('is all of it on the last day, and nothing once the target was reached', () => {
		expect(share('2026-11-30', 400)).toBe(600);
		expect(share('2026-11-30', 1_200)).toBe(0);
	});

	test('grows with what was taken back, and there is none on a day off', () => {
		expect(share('2026-11-30', -50)).toBe(1_050);
		expect(share('2026-11-28', 0)).toBeUndefined();
	});

	test('done every day, reaches the target to the unit', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 1e15 }),
				fc.integer({ min: 0, max: 1e15 }),
				(target, start) => {
					let before = start;
					for (const today of DATES) before += share(today, before, target) ?? 0;
					expect(before).toBe(Math.max(target, start));
				}
			)
		);
	});
});

const workingHours = {
	start: '09:00',
	end: '18:00',
	breaks: [{ start: '12:00', end: '13:30' }]
};
const at = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

describe('[SPRINT-3] the hours of a day', () => {
	test('are those of the clock in which work is done', () => {
		const { hours } = hourPace({ amounts: {}, workingHours, minute: 0 });
		expect(hours.map(({ hour }) => hour)).toEqual([9, 10, 11, 13, 14, 15, 16, 17]);
		expect(hours.find(({ hour }) => hour === 13)?.worked).toBe(0.5);
	});

	test('hold everything that came in: before work in the first, in a break or later in the one before', () => {
		const amounts = { 7: 1, 9: 10, 12: 100, 22: 1_000 };
		const { hours } = hourPace({ amounts, workingHours, minute: at('23:00') });
		const of = (wanted: number) => hours.find(({ hour }) => hour === wanted)?.amount;
		expect([of(9), of(11), of(17)]).toEqual([11, 100, 1_000]);
	});

	test('add up to the day, whatever the hours', () => {
		fc.assert(
			fc.property(
				fc.dictionary(
					fc.integer({ min: 0, max: 23 }).map(String),
					fc.integer({ min: -1e6, max: 1e6 })
				),
				fc.integer({ min: 0, max: 1_439 }),
				(amounts, minute) => {
					const { hours } = hourPace({ amounts, workingHours, minute });
					const sum = (of: number[]) => of.reduce((a, b) => a + b, 0);
					expect(sum(hours.map(({ amount }) => amount))).toBe(sum(Object.values(amounts)));
				}
			)
		);
	});
});

describe('[SPRINT-4] the hourly pace', () => {
	const pace = (clock: string, booked: number, of?: number) =>
		hourPace({ amounts: { 9: booked }, workingHours, minute: at(clock), share: of });

	test('is what came in per working hour that has passed, breaks not counted', () => {
		expect(pace('11:00', 600).perHour).toBe(300);
		expect(pace('13:00', 600).perHour).toBe(200);
	});

	test('says nothing in the first quarter of an hour', () => {
		expect(pace('09:14', 600).perHour).toBeUndefined();
		expect(pace('09:15', 600).perHour).toBe(2_400);
	});

	test('is needed by what is left of the day, and in its last hour all of that', () => {
		expect(pace('14:00', 400, 1_000)).toMatchObject({ hoursLeft: 4, needed: 150 });
		expect(pace('17:30', 400, 1_000)).toMatchObject({ hoursLeft: 0.5, needed: 600 });
		expect(pace('14:00', 1_400, 1_000).needed).toBe(0);
	});

	test('is not needed after work, and never without a share', () => {
		expect(pace('18:00', 400, 1_000).needed).toBeUndefined();
		expect(pace('14:00', 400)).not.toHaveProperty('needed');
		expect(pace('14:00', 400)).not.toHaveProperty('planned');
	});
});
