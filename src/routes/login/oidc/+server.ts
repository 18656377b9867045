import { error, redirect } from '@sveltejs/kit';
import { ownPage } from '$lib/access/own-page.ts';
import { siteOrigin } from '$lib/access/whence.ts';
import { journey } from './journey.ts';
import type { RequestHandler } from './$types';

/**
 * To the provider. `?connect=` connects the account of whoever is signed in, instead of signing in. It names their
 * session: a link on another site cannot, and would connect whoever that site has signed in at the provider.
 */
export const GET: RequestHandler = async (event) => {
	const { app, principal, session } = event.locals;
	if (!app.oidc) error(404, { message: 'not-found' });
	const { searchParams } = event.url;
	const named = searchParams.get('connect');
	if (named !== null && named !== session) error(403, { message: 'foreign-origin' });
	const connects = named !== null && principal.kind === 'person';
	const begun = await app.oidc.begin({
		origin: siteOrigin(event),
		to: connects ? '/account' : ownPage(searchParams.get('to')),
		connect: connects ? principal.code : null
	});
	if (!begun.ok) redirect(303, `/login?problem=${begun.problems[0]!.reason}`);
	journey.write(event, begun.sealed);
	redirect(303, begun.url);
};
