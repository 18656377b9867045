/** Whoever is signed in and sells; the phone is nobody else's. */
import { error, json, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { demand, personOf } from '$lib/access/guard.ts';
import type { Action } from '$lib/domain/permissions.ts';
import { readForm } from '$lib/forms/read-form.ts';
import { refuseCommand } from '$lib/process/refusal.ts';
import type { Outcome } from '$server/problems.ts';

export function repOf(event: RequestEvent, action: Action = 'me.enter'): string {
	const { code } = personOf(event);
	demand(event, action, event.locals.app.directory.subjectOf('reps', code));
	return code;
}

/** One command of the phone's queue, done for whoever sent it. */
export async function command<Form extends { rep: string }>(
	event: RequestEvent,
	{ form, action }: { form: z.ZodType<Form>; action: Action },
	run: (form: Form, by: string) => Promise<Outcome<object>>
): Promise<Response> {
	const { locale, app } = event.locals;
	const person = personOf(event);
	const body: unknown = await event.request.json().catch(() => undefined);
	const read = readForm(form, body);
	if (!read.ok) return refuseCommand(read.problems, locale);
	// Somebody else has signed in on this phone: what is left waits for whoever made it (QUEUE-6).
	if (read.data.rep !== person.code) error(401, { message: 'signed-out' });
	demand(event, action, app.directory.subjectOf('reps', read.data.rep));
	const done = await run(read.data, `person:${person.code}`);
	return done.ok ? json(done) : refuseCommand(done.problems, locale);
}
