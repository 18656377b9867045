/**
 * The one way in for the screens' queues: visits, the three questions, help, notes, coaching, actions, calls, spot checks.
 *
 *   await fetch('/process/commands', {
 *     method: 'POST',
 *     headers: { 'content-type': 'application/json', accept: 'application/json' },
 *     body: JSON.stringify({ id: newId(), what: 'help.ask', rep: 'R001', obstacle: 'price', text: '…' })
 *   });
 *
 * `newId()` is that of $lib/process/new-id.ts: crypto.randomUUID does not exist on a page without HTTPS.
 * One command per request, in the order of the queue; all of them are in src/lib/forms/process.ts (`SentCommand`). `id` is
 * made when the button is tapped and kept for every attempt: it is also the id of what the command creates, so a queue may
 * hold `visit.plan` with id A and then `visit.done` with `visit: A`.
 *
 * 200 `{ ok: true, … }`     done, now or by an earlier attempt of the same id (same answer). Take it off the queue.
 * 422 `{ ok: false, problems: [{ path, reason, value?, text }] }`  refused; `text` is in the reader's language. Off the queue,
 *      and say so. `command-id-in-use`: this id was sent with other content. `help-taken`: `value` is who was quicker.
 * 403  not theirs, or from another site. Off the queue.
 * 401  signed out: keep the queue, ask to sign in.
 * Anything else, or no answer: keep it and try again later; nothing is done twice.
 *
 * A photo goes first, as itself: `PUT /process/photos/<id>?rep=R001` (see there), then `note.write` with `photo: <id>`.
 */
import { json } from '@sveltejs/kit';
import { readForm } from '$lib/forms/read-form.ts';
import { processCommand } from '$lib/forms/process.ts';
import { carryOut } from '$lib/process/carry-out.ts';
import { refuseCommand } from '$lib/process/refusal.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
	const { locale } = event.locals;
	const body: unknown = await event.request.json().catch(() => undefined);
	const command = readForm(processCommand, body);
	if (!command.ok) return refuseCommand(command.problems, locale);
	const done = await carryOut(event, command.data);
	return done.ok ? json(done) : refuseCommand(done.problems, locale);
};
