/** What hooks.server.ts fills into app.html: the language, the theme, and the fonts to fetch first. */
import type { RequestEvent, ResolveOptions } from '@sveltejs/kit';
import { preferredLocale, requestedLocale } from './i18n.ts';

const themeOf = (route: string | null): 'wall' | 'paper' =>
	route?.startsWith('/tv') ? 'wall' : 'paper';

/** Call before `resolve`; the page's `load` may still change `locals.locale`. */
export function framePage(event: RequestEvent): ResolveOptions {
	event.locals.locale =
		requestedLocale(event.url) ?? preferredLocale(event.request.headers.get('accept-language'));
	return {
		transformPageChunk: ({ html }) =>
			html.replace('%lang%', event.locals.locale).replace('%theme%', themeOf(event.route.id)),
		preload: ({ type }) => type === 'font' || type === 'js' || type === 'css'
	};
}
