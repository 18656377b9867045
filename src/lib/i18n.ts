/**
 * Which language a page is in. The server decides once per request and writes it into `<html lang>`; the browser
 * reads it from there, so the two never differ and no other language flashes up.
 *
 * `?lang=` wins, then what the person chose, then the browser, then the organisation. A wall without `?lang=` speaks the
 * organisation's language (its `load` calls `speak`).
 */
import type { Locale } from './format/locale.ts';
import { baseLocale, isLocale, overwriteGetLocale } from './paraglide/runtime.js';

export type { Locale };

/** The language asked for in the address, if it is one we have; `zh` and `en-GB` count too. */
export function requestedLocale(url: URL): Locale | undefined {
	const asked = url.searchParams.get('lang')?.toLowerCase().split('-')[0];
	return asked === 'zh' ? 'zh-CN' : asked === 'en' ? 'en' : undefined;
}

/** `en-GB;q=0.8` as language and weight. */
function weighed(part: string): { language: string; weight: number } {
	const [tag = '', ...parameters] = part.trim().split(';');
	const given = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
	return { language: tag.trim().split('-')[0]!, weight: given === undefined ? 1 : Number(given) };
}

/** The browser's own preference, else `otherwise`. */
export function preferredLocale(
	acceptLanguage: string | null,
	otherwise: Locale = baseLocale
): Locale {
	const wanted = (acceptLanguage?.toLowerCase().split(',') ?? [])
		.map(weighed)
		.filter(({ weight }) => weight > 0)
		.sort((a, b) => b.weight - a.weight);
	for (const { language } of wanted) {
		if (language === 'zh') return 'zh-CN';
		if (language === 'en') return 'en';
	}
	return otherwise;
}

/** For `load`: the page speaks `locale`, unless the address asks for another language. */
export function speak(event: { locals: { locale: Locale }; url: URL }, locale: Locale): Locale {
	event.locals.locale = requestedLocale(event.url) ?? locale;
	return event.locals.locale;
}

/** For hooks.server.ts: messages are in the language of the request being answered. */
export function useRequestLocale(current: () => Locale): void {
	overwriteGetLocale(current);
}

/** For hooks.client.ts: messages are in the language the server wrote the page in. */
export function useDocumentLocale(): void {
	overwriteGetLocale(() => {
		const { lang } = document.documentElement;
		return isLocale(lang) ? lang : baseLocale;
	});
}
