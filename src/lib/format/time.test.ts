import { expect, it } from 'vitest';
import {
	A_WEEK,
	clockTime,
	dayTitle,
	fullDate,
	hourMinute,
	monthTitle,
	shortDate,
	sinceTime,
	weekdayName
} from './time.ts';

const at = Date.parse('2026-11-23T06:32:08Z');

it('shows an instant in the organisation’s zone, not the machine’s', () => {
	expect(clockTime(at, 'Asia/Shanghai')).toBe('14:32:08');
	expect(clockTime(at, 'America/New_York')).toBe('01:32:08');
	expect(hourMinute(at, 'Asia/Shanghai')).toBe('14:32');
});

it('midnight is 00, not 24', () => {
	expect(clockTime(Date.parse('2026-11-22T16:00:00Z'), 'Asia/Shanghai')).toBe('00:00:00');
});

it('names the day once it is not today any more', () => {
	const dayBefore = at - 86_400_000;
	expect(sinceTime(at, at + 60_000, 'Asia/Shanghai', 'zh-CN')).toBe('14:32');
	expect(sinceTime(dayBefore, at, 'Asia/Shanghai', 'zh-CN')).toBe('11月22日 14:32');
	expect(sinceTime(dayBefore, at, 'Asia/Shanghai', 'en')).toBe('Nov 22 14:32');
});

it('reads a business date as it is, in every zone', () => {
	expect(dayTitle('2026-11-23', 'zh-CN')).toBe('11月23日 周一');
	expect(dayTitle('2026-11-23', 'en')).toBe('Mon, Nov 23');
	expect(monthTitle('2026-11-01', 'zh-CN')).toBe('十一月');
	expect(monthTitle('2026-11-01', 'en')).toBe('November');
});

it('names dates and weekdays in the reader’s language', () => {
	expect(fullDate('2026-11-23', 'zh-CN')).toBe('2026年11月23日 星期一');
	expect(fullDate('2026-11-23', 'en')).toBe('Monday, November 23, 2026');
	expect(shortDate('2026-10-01', 'zh-CN')).toBe('10月1日');
	expect(shortDate('2026-10-01', 'en')).toBe('Oct 1');
	const narrow = (locale: 'zh-CN' | 'en') =>
		A_WEEK.map((day) => weekdayName(day, locale, 'narrow')).join('');
	expect(narrow('zh-CN')).toBe('一二三四五六日');
	expect(narrow('en')).toBe('MTWTFSS');
});
