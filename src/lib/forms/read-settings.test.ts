import { describe, expect, it } from 'vitest';
import { readWeek, readWeight, typedWeight } from './read-calendar.ts';
import { readSettings, typedSettings, type ReadSettings } from './read-settings.ts';
import { settingsForm } from './settings.ts';

const IS: ReadSettings = {
	name: '云锦家纺',
	timeZone: 'Asia/Shanghai',
	currency: 'CNY',
	fractionDigits: 2,
	locale: 'zh-CN',
	workingHours: { start: '09:00', end: '24:00', breaks: [{ start: '12:00', end: '13:30' }] },
	paceThresholds: { ahead: 1, onTrack: 0.955, behind: 0.8 },
	bigDeal: 5_000_050,
	stretch: 750,
	silenceAccepts: true,
	publicBoards: false
};
const typed = typedSettings(IS);

describe('[SETTINGS-4] the settings as people type them', () => {
	it('read what they show', () => {
		expect(typed).toMatchObject({
			end: '00:00',
			onTrack: '95.5',
			stretch: '7.5',
			bigDeal: '50000.50'
		});
		expect(readSettings(typed)).toEqual({ ok: true, settings: IS });
		expect(settingsForm.safeParse(IS).success).toBe(true);
	});

	it('take full-width figures, separators, a percent sign, breaks in any order, and no big deal', () => {
		const read = readSettings({
			...typed,
			ahead: '１０５％',
			bigDeal: '',
			breakStart: ['18:00', '', '12:00'],
			breakEnd: ['18:30', '', '13:00']
		});
		expect(read).toMatchObject({
			settings: {
				paceThresholds: { ahead: 1.05 },
				bigDeal: null,
				workingHours: {
					breaks: [
						{ start: '12:00', end: '13:00' },
						{ start: '18:00', end: '18:30' }
					]
				}
			}
		});
	});

	it.each([
		[{ ahead: '' }, 'ahead', 'required'],
		[{ ahead: 'fast' }, 'ahead', 'not-a-number'],
		[{ ahead: '201' }, 'ahead', 'too-big'],
		[{ behind: '0' }, 'behind', 'too-small'],
		[{ onTrack: '100' }, 'onTrack', 'thresholds-not-ordered'],
		[{ behind: '96' }, 'behind', 'thresholds-not-ordered'],
		[{ stretch: '50.01' }, 'stretch', 'too-big'],
		[{ stretch: '-1' }, 'stretch', 'too-small'],
		[{ bigDeal: '0' }, 'bigDeal', 'big-deal-above-zero'],
		[{ bigDeal: '1.234' }, 'bigDeal', 'too-many-decimals'],
		[{ start: '18:00', end: '09:00' }, 'end', 'bad-working-hours'],
		[{ start: '' }, 'end', 'bad-working-hours'],
		[{ breakEnd: ['11:00'] }, 'breakStart', 'bad-breaks']
	])('%j is refused beside its field', (wrong, path, reason) => {
		const read = readSettings({ ...typed, ...wrong });
		expect(read).toMatchObject({ ok: false, problems: [{ path, reason }] });
	});
});

describe('[CAL-1] weights as people type them', () => {
	it.each([
		['1', 100],
		['0.5', 50],
		['１．５', 150],
		['0', 0],
		['10', 1_000]
	])('%s working days are %d hundredths', (text, weight) =>
		expect(readWeight(text)).toEqual({ ok: true, weight })
	);

	it.each(['', 'x', '-1', '10.01', '0.333'])('%j is none', (text) =>
		expect(readWeight(text)).toMatchObject({ ok: false, problems: [{ path: 'weight' }] })
	);

	it('are shown as they are typed', () => {
		expect([0, 50, 100, 125, 1_000].map(typedWeight)).toEqual(['0', '0.5', '1', '1.25', '10']);
	});

	it('[CAL-11] a week has seven, and work on one day at least', () => {
		expect(readWeek(['1', '1', '1', '1', '1', '1.5', '0'])).toEqual({
			ok: true,
			week: [100, 100, 100, 100, 100, 150, 0]
		});
		const none = { ok: false, problems: [{ path: 'week', reason: 'week-without-work' }] };
		expect(readWeek(Array(7).fill('0') as string[])).toEqual(none);
		expect(readWeek(['1'])).toEqual(none);
	});
});
