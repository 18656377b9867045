/**
 * The one way in for queues: cheers of phones and tablets, also those tapped without a network. JSON, one per request.
 *
 *   { id, rep, cheer }           the rep's newest moment of the last 24 hours; without one it is for the person: 加油
 *   { id, celebration, cheer }   that moment
 *
 * `id` is made when the button is tapped and kept for every attempt; `cheer` is one of CHEERS. Answered as
 * `/process/commands` is: 200 `{ ok: true, total, celebration? }` (without `celebration` it was for the person), 422 with
 * problems in the reader's words, 403, 401.
 */
import { json } from '@sveltejs/kit';
import { personOf } from '$lib/access/guard.ts';
import { cheerForm } from '$lib/forms/cheer.ts';
import { readForm } from '$lib/forms/read-form.ts';
import { refuseCommand } from '$lib/process/refusal.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
	const { app, locale } = event.locals;
	const person = personOf(event);
	const body: unknown = await event.request.json().catch(() => undefined);
	const sent = readForm(cheerForm(body), body);
	if (!sent.ok) return refuseCommand(sent.problems, locale);
	const done = await app.celebrations.cheer(sent.data, person);
	return done.ok ? json(done) : refuseCommand(done.problems, locale);
};
