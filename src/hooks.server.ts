import { getRequestEvent } from '$app/server';
import { explainWrongMethod } from '$lib/api/wrong-method.ts';
import { useRequestLocale } from '$lib/i18n.ts';
import { framePage } from '$lib/page-frame.ts';
import { useApp } from '$server/handoff.ts';
import type { Handle, HandleServerError } from '@sveltejs/kit';

useRequestLocale(() => getRequestEvent().locals.locale);

export const handle: Handle = async ({ event, resolve }) => {
	event.locals.app = useApp();
	event.locals.principal = event.locals.app.keys.holderOf(
		event.request.headers.get('authorization')
	) ?? { kind: 'public' };
	return explainWrongMethod(event.request, await resolve(event, framePage(event)));
};

/** A bug: logged with an id that the user sees and can pass on. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	if (status === 404) return { message };
	const id = crypto.randomUUID();
	// Not through locals: what fails before `handle` (a file of the build that an update took away) has none.
	useApp().log.error({ err: error, id, path: event.url.pathname }, 'unexpected error');
	return { message: 'unexpected', id };
};
