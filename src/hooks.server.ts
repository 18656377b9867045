import { getRequestEvent } from '$app/server';
import { leadToSetup } from '$lib/access/first-run.ts';
import { answerRefusal, refusalOf } from '$lib/access/gate.ts';
import { displayCookie } from '$lib/access/display-cookie.ts';
import { sessionCookie } from '$lib/access/session-cookie.ts';
import { explainWrongMethod } from '$lib/api/wrong-method.ts';
import { useRequestLocale } from '$lib/i18n.ts';
import { framePage } from '$lib/page-frame.ts';
import { useApp } from '$server/handoff.ts';
import type { Handle, HandleServerError, RequestEvent } from '@sveltejs/kit';

useRequestLocale(() => getRequestEvent().locals.locale);

/** What every answer says to the browser besides the Content-Security-Policy of svelte.config.js. */
function harden(response: Response): Response {
	response.headers.set('x-content-type-options', 'nosniff');
	// The address of an invitation holds its secret: it is told to nobody else.
	response.headers.set('referrer-policy', 'same-origin');
	return response;
}

/** A wall belongs to its display, whoever else is signed in; a preview is looked at by a person. */
const isWall = ({ route, url }: RequestEvent): boolean =>
	(route.id?.startsWith('/tv') ?? false) &&
	route.id !== '/tv/draft' &&
	!url.searchParams.has('preview');

/** Who asks → in which language → is anything set up → may they → the route. */
export const handle: Handle = async ({ event, resolve }) => {
	event.locals.app = useApp();
	const session = sessionCookie.read(event);
	const { principal, holds, locale, sessionUntil } = await event.locals.app.identify({
		authorization: event.request.headers.get('authorization'),
		session,
		display: displayCookie.read(event),
		prefer: isWall(event) ? 'display' : 'person'
	});
	event.locals.principal = principal;
	event.locals.session = holds && 'session' in holds ? holds.session : undefined;
	if (session && sessionUntil) sessionCookie.write(event, session, sessionUntil);
	const frame = framePage(event, locale);
	await leadToSetup(event);
	const refusal = refusalOf(event);
	if (refusal) return harden(await answerRefusal(event, refusal));
	return harden(explainWrongMethod(event.request, await resolve(event, frame)));
};

/** A bug: logged with an id that the user sees and can pass on. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	if (status === 404) return { message };
	const id = crypto.randomUUID();
	// Not through locals: what fails before `handle` (a file of the build that an update took away) has none.
	useApp().log.error({ err: error, id, path: event.url.pathname }, 'unexpected error');
	return { message: 'unexpected', id };
};
