/** Decides for every page, form action and endpoint whether the one who asks may go on. */
import { error, json, redirect, type RequestEvent } from '@sveltejs/kit';
import { reachOf, type Action } from '$lib/domain/permissions.ts';
import { holdsNul } from '$lib/forms/read-form.ts';
import { MAX_FORM_BYTES, PLACES, TAKES_FILES, type Door } from './places.ts';

const isApi = (route: string): boolean => route.startsWith('/api/');

function doorOf({ request, url, route }: RequestEvent): Door[] {
	const named = [...url.searchParams.keys()].find((key) => key.startsWith('/'));
	const place = PLACES[route.id ?? ''] ?? {};
	const method = (request.method === 'HEAD' ? 'GET' : request.method) as Door;
	if (method in place) return [method];
	return method === 'POST' ? [`?${named ?? '/default'}` as Door] : ['load'];
}

/** What a request asks for; an administration page asks for the administration too. */
export function asked(event: RequestEvent): Action[] | undefined {
	const route = event.route.id;
	const action = PLACES[route ?? '']?.[doorOf(event)[0]!];
	if (action === undefined) return undefined;
	return route!.startsWith('/admin') ? ['admin.enter', action] : [action];
}

/** Where somebody who has to sign in first comes back to. */
const loginFor = ({ url }: RequestEvent): string =>
	`/login?to=${encodeURIComponent(url.pathname + url.search)}`;

/**
 * A cookie is sent along by whatever page asks, also one on another port of the same host: whoever changes
 * something by it must come from our own pages. SvelteKit checks this for forms only.
 */
function isForeign({ request, url, locals }: RequestEvent): boolean {
	if (locals.principal.kind !== 'person' && locals.principal.kind !== 'display') return false;
	if (request.method === 'GET' || request.method === 'HEAD') return false;
	return request.headers.get('origin') !== url.origin;
}

/** SvelteKit reads a form as a whole: one without a length, or with too great a one, is not read at all. */
function isTooLarge({ request, route }: RequestEvent): boolean {
	if (request.body === null || TAKES_FILES.includes(route.id ?? '')) return false;
	const length = Number(request.headers.get('content-length') ?? Infinity);
	return !(length <= MAX_FORM_BYTES);
}

/** A character that no text of ours holds: such an address was never given out. */
const namesNothing = ({ params, url }: RequestEvent): boolean =>
	[...Object.values(params), ...url.searchParams.values()].some((text) => holdsNul(text ?? ''));

export interface Refusal {
	status: 401 | 403 | 404 | 405 | 413;
	/** A reason of the catalogue. */
	reason: 'foreign-origin' | 'not-found' | 'not-allowed' | 'signed-out' | 'form-too-large';
}

/** Why the one who asks may not go on; undefined when they may. The API refuses in its own words (endpoint.ts). */
export function refusalOf(event: RequestEvent): Refusal | undefined {
	const route = event.route.id;
	if (isForeign(event)) return { status: 403, reason: 'foreign-origin' };
	if (route === null || isApi(route)) return undefined;
	if (namesNothing(event)) return { status: 404, reason: 'not-found' };
	const actions = asked(event);
	// Nothing is open by accident: what nobody decided about is closed.
	if (!actions) return { status: PLACES[route] ? 405 : 404, reason: 'not-found' };
	if (isTooLarge(event)) return { status: 413, reason: 'form-too-large' };
	const { principal } = event.locals;
	if (actions.every((action) => reachOf(principal, action) !== 'none')) return undefined;
	return principal.kind === 'public'
		? { status: 401, reason: 'signed-out' }
		: { status: 403, reason: 'not-allowed' };
}

const isAction = ({ request }: RequestEvent): boolean =>
	request.headers.get('x-sveltekit-action') === 'true';

/** The answer to a refusal, in the form that whoever asks can show. */
export async function answerRefusal(event: RequestEvent, refusal: Refusal): Promise<Response> {
	const { status, reason } = refusal;
	// The form stays as it was typed, with the reason above it.
	if (isAction(event))
		return json({ type: 'error', status, error: { message: reason } }, { status });
	if (reason === 'signed-out' && event.request.method === 'GET') redirect(303, loginFor(event));
	if (event.isDataRequest || event.request.method !== 'GET') error(status, { message: reason });
	const page = await event.fetch(`/refused?reason=${reason}&lang=${event.locals.locale}`);
	return new Response(page.body, { status, headers: page.headers });
}
