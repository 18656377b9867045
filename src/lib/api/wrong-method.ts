import { preferredLocale } from '$lib/i18n.ts';
import { problemOf, problemResponse } from './problem.ts';

/**
 * SvelteKit itself answers a method that a route does not have, in plain text; to a caller of the API that
 * too is a problem document (API-5).
 */
export function explainWrongMethod(request: Request, response: Response): Response {
	if (response.status !== 405) return response;
	if (!new URL(request.url).pathname.startsWith('/api/')) return response;
	const locale = preferredLocale(request.headers.get('accept-language'));
	const allow = response.headers.get('allow') ?? '';
	return problemResponse(
		problemOf(405, 'method-not-allowed', locale, { inputs: { value: request.method, allow } }),
		{ allow }
	);
}
