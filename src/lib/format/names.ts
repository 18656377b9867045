/** Time zones and currencies by name, for choosing. Made on the server: old browsers do not know the lists. */
import type { Locale } from './locale.ts';

export interface Named {
	code: string;
	name: string;
}

const made = new Map<string, Named[]>();

/** Once per language: naming 400 zones takes a tenth of a second. */
function once(key: string, make: () => Named[]): Named[] {
	const known = made.get(key) ?? make();
	made.set(key, known);
	return known;
}

function zoneName(zone: string, locale: Locale): string {
	const part = (timeZoneName: 'longGeneric' | 'longOffset') =>
		new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName })
			.formatToParts(0)
			.find(({ type }) => type === 'timeZoneName')?.value ?? '';
	return `${part('longGeneric')} · ${part('longOffset')}`;
}

export const timeZoneNames = (locale: Locale): Named[] =>
	once(`zones ${locale}`, () =>
		['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((zone) => ({
			code: zone,
			name: zoneName(zone, locale)
		}))
	);

export const currencyNames = (locale: Locale): Named[] =>
	once(`currencies ${locale}`, () => {
		const names = new Intl.DisplayNames([locale], { type: 'currency' });
		return Intl.supportedValuesOf('currency').map((code) => ({
			code,
			name: names.of(code) ?? code
		}));
	});
