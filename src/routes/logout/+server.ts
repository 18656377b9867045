import { redirect } from '@sveltejs/kit';
import { sessionCookie } from '$lib/access/session-cookie.ts';
import { personOf } from '$lib/access/guard.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
	const { app, session } = event.locals;
	if (session) await app.sessions.end(personOf(event).code, session);
	sessionCookie.remove(event);
	redirect(303, '/login');
};
