import { describe, expect, test } from 'vitest';
import { behindSince, heatOf } from './heat.ts';
import { DEFAULT_THRESHOLDS, pace, trackingTable } from './pace.ts';

const dates = ['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05'];
const weights = [100, 100, 0, 100];

/** A month of four days and a target of 300; what was booked by now, and half of today's hours. */
function heat(actuals: Record<string, number>, today: string, targets = [100, 100, 0, 100]) {
	const target = targets.reduce((sum, amount) => sum + amount, 0);
	const actual = Object.values(actuals).reduce((sum, amount) => sum + amount, 0);
	const elapsed = dates.reduce(
		(sum, date, i) => sum + weights[i]! * (date < today ? 1 : date === today ? 0.5 : 0),
		0
	);
	return heatOf({
		rows: trackingTable({ dates, weights, targets, actuals, today }),
		today,
		now: pace({ target, actual, totalWeight: 300, elapsedWeight: elapsed }),
		thresholds: DEFAULT_THRESHOLDS
	});
}

describe('[TRACK-2] the status of a day', () => {
	test('is that of the sums at its end, by the day targets', () => {
		const days = heat({ '2026-11-02': 79, '2026-11-03': 116 }, '2026-11-05');
		expect(days.map(({ status }) => status)).toEqual([
			'at-risk',
			'on-track',
			'on-track',
			// 195 of 300 with five sixths of the time gone.
			'at-risk'
		]);
	});

	test('of today is that of now: in the morning nobody is behind for what the day still brings', () => {
		const days = heat({ '2026-11-02': 100, '2026-11-03': 50 }, '2026-11-03');
		expect(days[1]).toMatchObject({ status: 'ahead', attainment: 0.75, timeProgress: 0.5 });
	});

	test('is `done` only when the whole month is', () => {
		const days = heat({ '2026-11-02': 120, '2026-11-03': 180 }, '2026-11-05');
		expect(days.map(({ status }) => status)).toEqual(['ahead', 'done', 'done', 'done']);
	});

	test('day targets set by hand decide, not the calendar', () => {
		const days = heat({ '2026-11-02': 30 }, '2026-11-03', [30, 170, 0, 100]);
		expect(days[0]!.status).toBe('ahead');
	});

	test('is absent for days to come, without a target, and while nothing is due', () => {
		const days = heat({ '2026-11-02': 100 }, '2026-11-02');
		expect(days.slice(1).every(({ status }) => status === undefined)).toBe(true);
		const rows = trackingTable({ dates, weights, targets: [], actuals: {}, today: dates[3]! });
		const now = pace({ actual: 0, totalWeight: 300, elapsedWeight: 300 });
		const none = heatOf({ rows, today: dates[3]!, now, thresholds: DEFAULT_THRESHOLDS });
		expect(none.some(({ status }) => status !== undefined)).toBe(false);
		expect(heat({}, dates[1]!, [0, 100, 0, 100])[0]!.status).toBeUndefined();
	});
});

test('[TRACK-3] what a day left to do is spread over the weight after it, rounded up', () => {
	const days = heat({ '2026-11-02': 50, '2026-11-03': 51 }, '2026-11-05');
	expect(days[0]!.requiredPerDay).toBe(125);
	expect(days[1]!.requiredPerDay).toBe(199);
	expect(days[2]!.requiredPerDay).toBe(199);
	// Half of today is left: from now on.
	expect(days[3]!.requiredPerDay).toBe(398);
});

describe('[TRACK-12] behind since', () => {
	test('is the first day of the run that lasts until now', () => {
		expect(behindSince(heat({ '2026-11-02': 100, '2026-11-03': 30 }, '2026-11-05'))).toBe(
			'2026-11-03'
		);
	});
	test('is nothing once one has caught up', () => {
		expect(behindSince(heat({ '2026-11-03': 200 }, '2026-11-04'))).toBeUndefined();
	});
});
