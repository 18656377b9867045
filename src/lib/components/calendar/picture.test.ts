import { describe, expect, it } from 'vitest';
import { moved, monthsOf, pictureOf, spanOf, weeksOf, type KnownYear } from './picture.ts';

const known: KnownYear = {
	year: 2026,
	publicHolidays: {
		'2026-10-01': { kind: 'off', name: { 'zh-CN': '国庆节', en: 'National Day' } },
		'2026-10-10': { kind: 'work', name: { 'zh-CN': '国庆节', en: 'National Day' } }
	},
	own: { '2026-12-12': { weight: 200, note: '双十二' } }
};
const office = { week: [100, 100, 100, 100, 100, 0, 0], holidays: 'CN' } as const;

describe('the picture of a year', () => {
	it('[CAL-8] says of each day what it weighs and why', () => {
		const of = (date: string, holidays: 'CN' | null) =>
			pictureOf(known, { ...office, holidays }, 'en').find((day) => day.date === date);
		expect(of('2026-10-01', 'CN')).toMatchObject({
			weight: 0,
			source: 'holiday',
			holiday: 'National Day'
		});
		expect(of('2026-10-10', 'CN')).toMatchObject({ weight: 100, source: 'make-up' });
		expect(of('2026-10-01', null)).toEqual({ date: '2026-10-01', weight: 100, source: 'week' });
		expect(of('2026-12-12', 'CN')).toMatchObject({ weight: 200, source: 'own', note: '双十二' });
	});

	it('has twelve months of whole weeks, Monday first', () => {
		const months = monthsOf(pictureOf(known, office, 'zh-CN'));
		expect(months.map(({ month }) => month)).toHaveLength(12);
		const weeks = weeksOf(months[1]!.days);
		// 1 February 2026 is a Sunday.
		expect(weeks[0]!.map((day) => day?.date)).toEqual([...Array(6).fill(undefined), '2026-02-01']);
		expect(weeks.flat().filter(Boolean)).toHaveLength(28);
		expect(weeks.every((week) => week.length === 7)).toBe(true);
	});
});

it.each([
	['ArrowLeft', '2026-03-01', '2026-02-28'],
	['ArrowRight', '2026-02-28', '2026-03-01'],
	['ArrowUp', '2026-03-31', '2026-03-24'],
	['ArrowDown', '2026-12-28', '2027-01-04'],
	['Home', '2026-11-25', '2026-11-23'],
	['End', '2026-11-25', '2026-11-29'],
	['PageUp', '2026-03-31', '2026-02-28'],
	['PageDown', '2026-01-31', '2026-02-28'],
	['PageDown', '2026-12-15', '2027-01-15']
])('[CAL-12] %s leads from %s to %s', (key, from, to) => expect(moved(from, key)).toBe(to));

it('[CAL-12] other keys lead nowhere, and a span has its ends in order', () => {
	expect(moved('2026-03-01', 'a')).toBeUndefined();
	expect(spanOf('2026-03-02', '2026-03-01')).toEqual({ from: '2026-03-01', to: '2026-03-02' });
});
