import type { RequestHandler } from './$types';
import { problemOf, problemResponse } from '$lib/api/problem.ts';
import { preferredLocale } from '$lib/i18n.ts';

/** Whatever is not a call of the API is told so as a problem document, not as a page. */
export const fallback: RequestHandler = ({ request, url }) =>
	problemResponse(
		problemOf(404, 'unknown-call', preferredLocale(request.headers.get('accept-language')), {
			inputs: { value: `${request.method} ${url.pathname}` }
		})
	);
