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
