/**
 * The one way in for the screens' queues: visits, the three questions, help, notes, coaching, actions, calls, spot checks.
 *
 *   await fetch('/process/commands', {
 *     method: 'POST',
 *     headers: { 'content-type': 'application/json', accept: 'application/json' },
 *     body: JSON.stringify({ id: crypto.randomUUID(), what: 'help.ask', rep: 'R001', obstacle: 'price', text: '…' })
 *   });
 *
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
import { demand, personOf } from '$lib/access/guard.ts';
import { problemsOf } from '$lib/forms/problems-of.ts';
import { processCommand } from '$lib/forms/process.ts';
import { COMMAND_ACTION } from '$lib/process/actions.ts';
import { refuseCommand } from '$lib/process/refusal.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
	const { app, locale } = event.locals;
	const person = personOf(event);
	const body: unknown = await event.request.json().catch(() => undefined);
	const command = processCommand.safeParse(body);
	if (!command.success) return refuseCommand(problemsOf(command.error, body), locale);
	const subject = await app.process.subjectOf(command.data);
	demand(event, COMMAND_ACTION[command.data.what], subject);
	const done = await app.process.run(command.data, person.code);
	return done.ok ? json(done) : refuseCommand(done.problems, locale);
};
