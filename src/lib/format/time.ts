/** Instants (epoch milliseconds) and business dates (YYYY-MM-DD) for people, in the organisation's time zone. */
import type { Locale } from './locale.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: Locale, zone: string, shape: string, options: Intl.DateTimeFormatOptions) {
	const key = `${locale} ${zone} ${shape}`;
	let made = formats.get(key);
	if (!made) {
		made = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
		formats.set(key, made);
	}
	return made;
}

// h23: with hour12 false, older Chromium writes 24:00 at midnight in English.
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** 14:32:08 */
export const clockTime = (at: number, zone: string): string =>
	format('en', zone, 'hms', { ...TIME, second: '2-digit' }).format(at);

/** 14:32 */
export const hourMinute = (at: number, zone: string): string =>
	format('en', zone, 'hm', TIME).format(at);

/** 14:32 today, 11月22日 14:32 on any other day, as seen from `now`. */
export function sinceTime(at: number, now: number, zone: string, locale: Locale): string {
	const day = format('en', zone, 'ymd', { year: 'numeric', month: '2-digit', day: '2-digit' });
	const time = hourMinute(at, zone);
	if (day.format(at) === day.format(now)) return time;
	const date = format(locale, zone, 'md', { month: 'short', day: 'numeric' }).format(at);
	return `${date} ${time}`;
}

/** A business date has no zone: it is read and written as UTC. */
const dateOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** 11月23日 周一 · Mon, Nov 23 */
export function dayTitle(date: string, locale: Locale): string {
	const at = dateOf(date);
	const shape = { month: 'short', day: 'numeric' } as const;
	if (locale === 'en')
		return format(locale, 'UTC', 'wmd', { ...shape, weekday: 'short' }).format(at);
	const weekday = format(locale, 'UTC', 'w', { weekday: 'short' }).format(at);
	return `${format(locale, 'UTC', 'md', shape).format(at)} ${weekday}`;
}

/** 2026年11月23日 · Nov 23, 2026 */
export const dateTitle = (date: string, locale: Locale): string =>
	format(locale, 'UTC', 'date', { dateStyle: locale === 'en' ? 'medium' : 'long' }).format(
		dateOf(date)
	);

/** 11月23日 周一 14:32 · Mon, Nov 23, 14:32 */
export const momentTitle = (at: number, zone: string, locale: Locale): string =>
	format(locale, zone, 'moment', {
		month: 'short',
		day: 'numeric',
		weekday: 'short',
		...TIME
	}).format(at);

/** 十一月 · November */
export const monthTitle = (date: string, locale: Locale): string =>
	format(locale, 'UTC', 'm', { month: 'long' }).format(dateOf(date));

/** 2026年11月23日 星期一 · Monday, November 23, 2026 */
/** With its year: `2026年11月`, `November 2026`. */
export const monthAndYear = (date: string, locale: Locale): string =>
	format(locale, 'UTC', 'month and year', { year: 'numeric', month: 'long' }).format(
		new Date(`${date}T00:00:00Z`)
	);

export function fullDate(date: string, locale: Locale): string {
	const shape = { year: 'numeric', month: 'long', day: 'numeric' } as const;
	const at = dateOf(date);
	if (locale === 'en')
		return format(locale, 'UTC', 'full', { ...shape, weekday: 'long' }).format(at);
	return `${format(locale, 'UTC', 'ymdl', shape).format(at)} ${weekdayName(date, locale, 'long')}`;
}

/** 10月1日 · Oct 1 */
export const shortDate = (date: string, locale: Locale): string =>
	format(locale, 'UTC', 'md', { month: 'short', day: 'numeric' }).format(dateOf(date));

/** The weekday of a date: 一 · M, 周一 · Mon, 星期一 · Monday. */
export const weekdayName = (
	date: string,
	locale: Locale,
	width: 'narrow' | 'short' | 'long'
): string => format(locale, 'UTC', `w ${width}`, { weekday: width }).format(dateOf(date));

/** Any week, Monday first, for headings. */
export const A_WEEK = [1, 2, 3, 4, 5, 6, 7].map((day) => `2024-01-0${day}`);

/** 23 */
export const dayOfMonth = (date: string): number => Number(date.slice(8));
