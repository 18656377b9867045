import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elapsedShare, isWorkingHours, workingMinutes, type WorkingHours } from './hours.ts';

const OFFICE: WorkingHours = {
	start: '09:00',
	end: '18:00',
	breaks: [{ start: '12:00', end: '13:00' }]
};
const minute = (clock: string): number => {
	const [hour, min] = clock.split(':').map(Number);
	return (hour ?? 0) * 60 + (min ?? 0);
};

describe('elapsedShare', () => {
	it.each([
		['00:00', 0],
		['09:00', 0],
		['11:00', 0.25],
		['12:00', 0.375],
		['12:30', 0.375],
		['13:00', 0.375],
		['14:00', 0.5],
		['18:00', 1],
		['23:59', 1]
	])('[CAL-6] at %s it is %d', (clock, share) => {
		expect(elapsedShare(minute(clock), OFFICE)).toBe(share);
	});

	it('[CAL-6] takes a break out once, in any order, and only inside the hours', () => {
		const odd: WorkingHours = {
			start: '09:00',
			end: '18:00',
			breaks: [
				{ start: '12:30', end: '13:00' },
				{ start: '12:00', end: '13:00' },
				{ start: '08:00', end: '09:00' },
				{ start: '18:00', end: '20:00' }
			]
		};
		for (let m = 0; m < 1440; m++) expect(elapsedShare(m, odd)).toBe(elapsedShare(m, OFFICE));
	});

	it('[CAL-6] hours that are all break begin at 0 and end at 1', () => {
		const none = { start: '09:00', end: '10:00', breaks: [{ start: '09:00', end: '10:00' }] };
		expect(['09:59', '10:00'].map((clock) => elapsedShare(minute(clock), none))).toEqual([0, 1]);
	});

	it('[CAL-6] runs from 0 to 1 and never back, whatever the hours', () => {
		const clock = fc
			.integer({ min: 0, max: 1440 })
			.map(
				(m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
			);
		const span = fc.record({ start: clock, end: clock });
		fc.assert(
			fc.property(span, fc.array(span, { maxLength: 4 }), (hours, breaks) => {
				let last = 0;
				for (let m = 0; m < 1440; m += 7) {
					const share = elapsedShare(m, { ...hours, breaks });
					expect(share).toBeGreaterThanOrEqual(last);
					expect(share).toBeLessThanOrEqual(1);
					last = share;
				}
			})
		);
	});
});

describe('isWorkingHours', () => {
	it.each([OFFICE, { start: '00:00', end: '24:00' }])('[CAL-7] %j', (hours) => {
		expect(isWorkingHours(hours)).toBe(true);
	});

	it.each([
		{ start: '18:00', end: '09:00' },
		{ start: '09:00', end: '09:00' },
		{ start: '9:00', end: '18:00' },
		{ start: '09:00', end: '24:01' },
		{ start: '09:00', end: '18:00', breaks: [{ start: '08:00', end: '10:00' }] },
		{ start: '09:00', end: '18:00', breaks: [{ start: '17:00', end: '19:00' }] },
		{
			start: '09:00',
			end: '18:00',
			breaks: [
				{ start: '12:00', end: '13:00' },
				{ start: '12:30', end: '14:00' }
			]
		}
	])('[CAL-7] not %j', (hours) => {
		expect(isWorkingHours(hours)).toBe(false);
	});
});

it('[CAL-6] a day’s working minutes are those between its ends without the breaks', () => {
	expect(workingMinutes(OFFICE)).toBe(480);
	expect(workingMinutes({ start: '00:00', end: '24:00' })).toBe(1_440);
});
