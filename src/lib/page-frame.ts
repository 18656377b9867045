/** What hooks.server.ts fills into app.html: the language, the theme, and the fonts to fetch first. */
import type { RequestEvent, ResolveOptions } from '@sveltejs/kit';
import { preferredLocale, requestedLocale, type Locale } from './i18n.ts';

/** In the hand, also at night. */
const CARRIED: readonly string[] = ['/me', '/floor'];
const WHOLE_SCREEN: readonly string[] = ['/targets/replay', '/targets/past/wall'];

function themeOf(route: string | null): 'wall' | 'paper' | 'phone' {
	if (route?.startsWith('/tv') || WHOLE_SCREEN.includes(route ?? '')) return 'wall';
	return CARRIED.includes(route ?? '') ? 'phone' : 'paper';
}

/** Call before `resolve`; the page's `load` may still change `locals.locale`. `chosen`: by the person who asks. */
export function framePage(event: RequestEvent, chosen: Locale | undefined): ResolveOptions {
	const { settings } = event.locals.app.organisation;
	event.locals.locale =
		requestedLocale(event.url) ??
		chosen ??
		preferredLocale(event.request.headers.get('accept-language'), settings.locale);
	return {
		transformPageChunk: ({ html }) =>
			html.replace('%lang%', event.locals.locale).replace('%theme%', themeOf(event.route.id)),
		preload: ({ type }) => type === 'font' || type === 'js' || type === 'css'
	};
}
