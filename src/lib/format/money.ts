/** A sum of money in full, with its currency: ¥12,846,000.00. Minor units in. */
import type { Locale } from './locale.ts';

const formats = new Map<string, Intl.NumberFormat>();

export function moneyText(
	value: number,
	{ currency, fractionDigits }: { currency: string; fractionDigits: number },
	locale: Locale
): string {
	const key = `${locale} ${currency} ${fractionDigits}`;
	let format = formats.get(key);
	if (!format) {
		try {
			format = new Intl.NumberFormat(locale, {
				style: 'currency',
				currency,
				minimumFractionDigits: fractionDigits,
				maximumFractionDigits: fractionDigits
			});
		} catch {
			// Half a code, while somebody types it.
			return `${currency} ${new Intl.NumberFormat(locale).format(value / 10 ** fractionDigits)}`;
		}
		formats.set(key, format);
	}
	return format.format(value / 10 ** fractionDigits);
}
