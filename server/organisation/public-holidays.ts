/** Public holidays and make-up days 调休 of mainland China, as the State Council publishes them year by year. */
import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { IsoDate } from '../../src/lib/domain/period.ts';

export interface PublicHoliday {
	kind: 'off' | 'work';
	/** Of the holiday that the day belongs to, or is made up for. */
	name: { 'zh-CN': string; en: string };
}

/** The data writes `National Day,国庆节,3`. */
function parse(kind: PublicHoliday['kind'], text: string): PublicHoliday {
	const [en = '', zh = ''] = text.split(',');
	return { kind, name: { 'zh-CN': zh, en } };
}

const CHINA: ReadonlyMap<IsoDate, PublicHoliday> = new Map([
	...Object.entries(chineseDays.holidays).map(
		([date, text]) => [date, parse('off', text)] as [IsoDate, PublicHoliday]
	),
	...Object.entries(chineseDays.workdays).map(
		([date, text]) => [date, parse('work', text)] as [IsoDate, PublicHoliday]
	)
]);

const CHINA_RULES: Readonly<Record<IsoDate, PublicHoliday['kind']>> = Object.fromEntries(
	[...CHINA].map(([date, { kind }]) => [date, kind])
);

const CHINA_YEARS: ReadonlySet<string> = new Set(
	Object.keys(chineseDays.holidays).map((date) => date.slice(0, 4))
);

/** For the calendar's rules. */
export const holidayRules = (of: 'CN' | null) => (of === 'CN' ? CHINA_RULES : {});

/** Those of one year, whether or not the organisation keeps them. */
export const holidaysIn = (year: number): Record<IsoDate, PublicHoliday> =>
	Object.fromEntries([...CHINA].filter(([date]) => Number(date.slice(0, 4)) === year));

/** A year's holidays are announced in the autumn before; until then nobody knows them (CAL-10). */
export const isPublished = (year: number): boolean => CHINA_YEARS.has(String(year));
