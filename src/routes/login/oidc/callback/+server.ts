import { error, redirect } from '@sveltejs/kit';
import { sessionCookie } from '$lib/access/session-cookie.ts';
import { siteOrigin, whence } from '$lib/access/whence.ts';
import { journey } from '../journey.ts';
import type { RequestHandler } from './$types';

/** Back from the provider. The journey is over, whatever comes of it. */
export const GET: RequestHandler = async (event) => {
	const { app, principal } = event.locals;
	if (!app.oidc) error(404, { message: 'not-found' });
	const person = principal.kind === 'person' ? principal.code : undefined;
	const sealed = journey.read(event);
	journey.remove(event);
	const arrived = await app.oidc.arrive({
		origin: siteOrigin(event),
		search: event.url.search,
		sealed,
		person,
		from: whence(event)
	});
	if (!arrived.ok) {
		const page = person === undefined ? '/login' : '/account';
		redirect(303, `${page}?problem=${arrived.problems[0]!.reason}`);
	}
	if (arrived.kind === 'signed-in')
		sessionCookie.write(event, arrived.session.id, arrived.session.expiresAt);
	redirect(303, arrived.to);
};
