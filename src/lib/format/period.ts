/** Periods for people. */
import type { Period } from '../domain/period.ts';
import type { Locale } from './locale.ts';

const MONTHS = {
	long: new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
	short: new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' })
};

const numbers = ({ from }: Pick<Period, 'from'>) => ({
	year: Number(from.slice(0, 4)),
	month: Number(from.slice(5, 7)),
	quarter: Math.ceil(Number(from.slice(5, 7)) / 3),
	at: Date.parse(`${from}T00:00:00Z`)
});

/** 2026年11月 · November 2026; 2026年四季度 · Q4 2026; 2026年 · 2026 */
export function periodTitle(period: Pick<Period, 'unit' | 'from'>, locale: Locale): string {
	const { year, month, quarter, at } = numbers(period);
	if (period.unit === 'year') return locale === 'en' ? String(year) : `${year}年`;
	if (period.unit === 'quarter')
		return locale === 'en' ? `Q${quarter} ${year}` : `${year}年${'一二三四'[quarter - 1]}季度`;
	return locale === 'en' ? MONTHS.long.format(at) : `${year}年${month}月`;
}

/** As short as a chart needs it: 11月 · Nov, 四季度 · Q4, 2026 */
export function periodShort(period: Pick<Period, 'unit' | 'from'>, locale: Locale): string {
	const { year, month, quarter, at } = numbers(period);
	if (period.unit === 'year') return String(year);
	if (period.unit === 'quarter')
		return locale === 'en' ? `Q${quarter}` : `${'一二三四'[quarter - 1]}季度`;
	return locale === 'en' ? MONTHS.short.format(at) : `${month}月`;
}
