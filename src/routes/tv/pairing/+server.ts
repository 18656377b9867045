import { json } from '@sveltejs/kit';
import { claimCookie } from '$lib/access/display-cookie.ts';
import { reachOf } from '$lib/domain/permissions.ts';
import type { RequestHandler } from './$types';

/** A TV asks whether it is paired by now, and else for the code to show. Its claim and token never reach the page. */
export const POST: RequestHandler = async (event) => {
	const { app, principal } = event.locals;
	if (reachOf(principal, 'board.watch') !== 'none') return json({ state: 'open' });
	const offer = await app.pairings.offer(claimCookie.read(event), event.getClientAddress());
	claimCookie.keep(event, offer);
	if (offer.state === 'paired') return json({ state: 'open' });
	if (offer.state === 'limited') return json(offer);
	const { state, code, expiresAt } = offer;
	return json({ state, code, expiresAt, now: app.clock() });
};
