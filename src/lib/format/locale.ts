/** The interface languages, and their number formatters: made once, since making one is slow and a wall formats all day. */
export type Locale = 'zh-CN' | 'en';

const formats = new Map<string, Intl.NumberFormat>();

/** With exactly `digits` digits after the point, grouped by thousands. */
export function numberFormat(locale: Locale, digits: number): Intl.NumberFormat {
	const key = `${locale} ${digits}`;
	let format = formats.get(key);
	if (!format) {
		format = new Intl.NumberFormat(locale, {
			minimumFractionDigits: digits,
			maximumFractionDigits: digits
		});
		formats.set(key, format);
	}
	return format;
}

/** Hundredths as a decimal without needless zeros: 2150 gives `21.5`. Working days, hours. */
export function hundredths(value: number, locale: Locale): string {
	const digits = value % 100 === 0 ? 0 : value % 10 === 0 ? 1 : 2;
	return numberFormat(locale, digits).format(value / 100);
}
