/** This browser, as somebody wants to be told in it. `GET`: the key that it subscribes by. */
import { json } from '@sveltejs/kit';
import { personOf } from '$lib/access/guard.ts';
import { problemsOf } from '$lib/forms/problems-of.ts';
import { pushSubscription } from '$lib/forms/push.ts';
import { refuseCommand } from '$lib/process/refusal.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) => json({ key: locals.app.push.publicKey });

export const POST: RequestHandler = async (event) => {
	const { app, locale } = event.locals;
	const { code } = personOf(event);
	const body: unknown = await event.request.json().catch(() => undefined);
	const form = pushSubscription.safeParse(body);
	if (!form.success) return refuseCommand(problemsOf(form.error, body), locale);
	const done = await app.push.subscribe(code, form.data);
	return done.ok ? json(done) : refuseCommand(done.problems, locale);
};

export const DELETE: RequestHandler = async (event) => {
	const { code } = personOf(event);
	const { endpoint } = (await event.request.json().catch(() => ({}))) as { endpoint?: unknown };
	if (typeof endpoint === 'string') await event.locals.app.push.unsubscribe(code, endpoint);
	return json({ ok: true });
};
