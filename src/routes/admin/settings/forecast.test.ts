import { describe, expect, it } from 'vitest';
import type { SettingsPreview } from '../../../../server/settings/preview.ts';
import { forecast } from './forecast.ts';

const november = Array.from({ length: 30 }, (_, i) => `2026-11-${String(i + 1).padStart(2, '0')}`);
const weekdays = november.map((_, i) => ((i + 6) % 7 < 5 ? 100 : 0));

/** Monday 23 November, 13:30 in Shanghai: 15 of 21 working days and half of the sixteenth. */
const is: SettingsPreview = {
	now: Date.parse('2026-11-23T13:30:00+08:00'),
	currencyInUse: true,
	dates: november,
	courses: [weekdays],
	company: { name: '云锦家纺', value: 7_300, target: 10_000, course: 0 },
	reps: [
		{ value: 1_200, target: 1_000, course: 0 },
		{ value: 800, target: 1_000, course: 0 },
		{ value: 700, target: 1_000, course: 0 },
		{ value: 600, target: 1_000, course: 0 },
		{ value: 100, target: 1_000, course: 0 }
	],
	sales: [
		{ amount: 50_000, businessDate: '2026-11-20', rep: '李娜' },
		{ amount: 20_000, businessDate: '2026-11-02', rep: '王建国' }
	]
};
const settings = {
	timeZone: 'Asia/Shanghai',
	workingHours: { start: '09:00', end: '18:00' },
	paceThresholds: { ahead: 1, onTrack: 0.9, behind: 0.7 },
	bigDeal: 20_000
};

describe('[SETTINGS-9] the preview', () => {
	it('reckons the month as the boards do', () => {
		const now = forecast(is, settings)!;
		expect(now.shareOfToday).toBe(0.5);
		expect(now.company!.timeProgress).toBeCloseTo(15.5 / 21, 10);
		expect(now.reps).toEqual({ done: 1, ahead: 1, 'on-track': 1, behind: 1, 'at-risk': 1 });
	});

	it('moves with the thresholds, the hours, the zone and the amount', () => {
		const strict = { ahead: 1.5, onTrack: 1.2, behind: 0.9 };
		expect(forecast(is, { ...settings, paceThresholds: strict })!.reps).toMatchObject({
			ahead: 0,
			behind: 2,
			'at-risk': 2
		});
		const late = { start: '12:00', end: '18:00' };
		expect(forecast(is, { ...settings, workingHours: late })!.shareOfToday).toBe(0.25);
		const far = forecast(is, { ...settings, timeZone: 'Pacific/Honolulu' })!;
		expect(far.today).toBe('2026-11-22');
		expect(far.company!.timeProgress).toBeCloseTo(15 / 21, 10);
		expect(forecast(is, { ...settings, bigDeal: 20_001 })!.deals).toHaveLength(1);
		expect(forecast(is, { ...settings, bigDeal: null })!.deals).toEqual([]);
	});

	it('waits while the zone is none', () => {
		expect(forecast(is, { ...settings, timeZone: 'Asia/Shang' })).toBeUndefined();
	});
});
