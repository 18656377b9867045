/** Rates and working days as the page writes them: no more digits than they have. */
import { numberFormat, type Locale } from '$lib/format/locale.ts';

const hundredths = (value: number, locale: Locale): string =>
	numberFormat(locale, value % 100 === 0 ? 0 : value % 10 === 0 ? 1 : 2).format(value / 100);

/** Hundredths of a percent, without the sign. */
export const rateText = hundredths;
/** As the second part of a sum: `+ 5`, `− 2.5`. */
export const addedRate = (points: number, locale: Locale): string =>
	`${points < 0 ? '−' : '+'} ${hundredths(Math.abs(points), locale)}`;
/** Hundredths of a working day. */
export const daysText = hundredths;
