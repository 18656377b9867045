/** What the picture of a year shows: every day with its weight, where that comes from, and in words. */
import { daysOf, type CalendarDay, type RepDays, type WeekMask } from '$lib/domain/calendar.ts';
import { addDays, datesOf, periodOf, weekday, type IsoDate } from '$lib/domain/period.ts';
import { hundredths, type Locale } from '$lib/format/locale.ts';
import { fullDate } from '$lib/format/time.ts';
import { m } from '$lib/paraglide/messages.js';

export interface PictureDay extends CalendarDay {
	holiday?: string;
	note?: string;
}

export interface Span {
	from: IsoDate;
	to: IsoDate;
}

/** What the server knows of a year (server/organisation/year.ts). */
export interface KnownYear {
	year: number;
	publicHolidays: Record<IsoDate, { kind: 'off' | 'work'; name: Record<Locale, string> }>;
	own: Record<IsoDate, { weight: number; note?: string }>;
}

/** The year's days under a working week, saved or only typed. */
export function pictureOf(
	known: KnownYear,
	week: { week: WeekMask; holidays: 'CN' | null },
	locale: Locale,
	rep?: RepDays
): PictureDay[] {
	const { publicHolidays, own } = known;
	const keeps = week.holidays === 'CN';
	const rules = {
		week: week.week,
		holidays: keeps
			? Object.fromEntries(Object.entries(publicHolidays).map(([date, { kind }]) => [date, kind]))
			: {},
		dates: Object.fromEntries(Object.entries(own).map(([date, { weight }]) => [date, weight]))
	};
	return daysOf(periodOf('year', `${known.year}-01-01`), rules, rep).map((day) => {
		const holiday = keeps ? publicHolidays[day.date]?.name[locale] : undefined;
		const note = own[day.date]?.note;
		return { ...day, ...(holiday ? { holiday } : {}), ...(note === undefined ? {} : { note }) };
	});
}

/** The weeks of a month, Monday first; what belongs to its neighbours is absent. */
export function weeksOf(days: readonly PictureDay[]): (PictureDay | undefined)[][] {
	const blanks = Array<undefined>(weekday(days[0]!.date) - 1).fill(undefined);
	const cells = [...blanks, ...days];
	return Array.from({ length: Math.ceil(cells.length / 7) }, (_, i) =>
		Array.from({ length: 7 }, (_, j) => cells[i * 7 + j])
	);
}

export function monthsOf(days: readonly PictureDay[]): { month: string; days: PictureDay[] }[] {
	const months = new Map<string, PictureDay[]>();
	for (const day of days) {
		const month = day.date.slice(0, 7);
		if (!months.has(month)) months.set(month, []);
		months.get(month)!.push(day);
	}
	return [...months].map(([month, of]) => ({ month, days: of }));
}

/** From one day to another, whichever was first. */
export const spanOf = (a: IsoDate, b: IsoDate): Span =>
	a <= b ? { from: a, to: b } : { from: b, to: a };

/** Where a key leads from a day; undefined: the key is none of the picture's. */
export function moved(date: IsoDate, key: string): IsoDate | undefined {
	const byMonth = (months: 1 | -1): IsoDate => {
		const month = periodOf('month', date);
		const other = periodOf('month', addDays(months > 0 ? month.to : month.from, months));
		const day = addDays(other.from, Number(date.slice(8)) - 1);
		return day > other.to ? other.to : day;
	};
	switch (key) {
		case 'ArrowLeft':
			return addDays(date, -1);
		case 'ArrowRight':
			return addDays(date, 1);
		case 'ArrowUp':
			return addDays(date, -7);
		case 'ArrowDown':
			return addDays(date, 7);
		case 'Home':
			return addDays(date, 1 - weekday(date));
		case 'End':
			return addDays(date, 7 - weekday(date));
		case 'PageUp':
			return byMonth(-1);
		case 'PageDown':
			return byMonth(1);
		default:
			return undefined;
	}
}

/** What a day weighs, in words. */
export function weightWords(weight: number, locale: Locale): string {
	if (weight === 0) return m.calendar_weight_off();
	if (weight === 50) return m.calendar_weight_half();
	if (weight === 100) return m.calendar_weight_full();
	return m.calendar_weight_days({ days: hundredths(weight, locale), count: weight / 100 });
}

/** Whatever the colours and signs of a day say, in words. */
export function dayWords(day: PictureDay, today: IsoDate, locale: Locale): string {
	const source = {
		week: '',
		holiday: day.holiday ?? m.calendar_source_holiday(),
		'make-up': m.calendar_source_make_up(),
		own: m.calendar_source_own(),
		leave: m.calendar_source_leave(),
		away: m.calendar_source_away()
	}[day.source];
	return [
		day.date === today ? m.calendar_today() : '',
		fullDate(day.date, locale),
		source,
		day.source === 'away' ? '' : weightWords(day.weight, locale),
		day.note ?? ''
	]
		.filter(Boolean)
		.join(m.calendar_words_between());
}

export const lengthOf = (span: Span): number => datesOf(span).length;
