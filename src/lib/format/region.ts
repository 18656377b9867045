/** Time zones, currencies and languages as people choose them. What there is, the platform knows (Intl). */
import type { Locale } from './locale.ts';

export interface Option {
	value: string;
	label: string;
}

const zones = (): string[] => [
	'UTC',
	...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')
];

/** ISO 4217, as this runtime knows it. */
export const isCurrency = (currency: string): boolean =>
	Intl.supportedValuesOf('currency').includes(currency);

/** Digits of the currency's minor unit: 2 for CNY, 0 for JPY. Source: ISO 4217, as Intl has it. */
export const fractionDigitsOf = (currency: string): number =>
	new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
		.maximumFractionDigits ?? 2;

const partOf = (zone: string, locale: Locale, style: 'longOffset' | 'longGeneric', at: number) =>
	new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: style })
		.formatToParts(at)
		.find(({ type }) => type === 'timeZoneName')?.value ?? '';

const zoneOptionsIn = new Map<Locale, Option[]>();

/** All time zones, with what they are called and their offset at `at`, so that any of the three finds one. */
export function zoneOptions(locale: Locale, at: number): Option[] {
	let made = zoneOptionsIn.get(locale);
	if (!made) {
		made = zones().map((value) => ({
			value,
			label: `${partOf(value, locale, 'longGeneric', at)} · ${partOf(value, 'en', 'longOffset', at)}`
		}));
		// Some 800 formatters: made once. An offset that changes meanwhile is only told an hour off.
		zoneOptionsIn.set(locale, made);
	}
	return made;
}

/** All currencies, in order of their code. */
export function currencyOptions(locale: Locale): Option[] {
	const names = new Intl.DisplayNames(locale, { type: 'currency' });
	return Intl.supportedValuesOf('currency').map((value) => ({
		value,
		label: names.of(value) ?? value
	}));
}

/** The interface languages, each in its own words. */
export const LANGUAGES: readonly (Option & { value: Locale })[] = [
	{ value: 'zh-CN', label: '简体中文' },
	{ value: 'en', label: 'English' }
];
