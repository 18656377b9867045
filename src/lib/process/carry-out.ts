import type { RequestEvent } from '@sveltejs/kit';
import { demand, personOf } from '$lib/access/guard.ts';
import type { ProcessCommand } from '$lib/forms/process.ts';
import type { Outcome } from '$server/problems.ts';
import { COMMAND_ACTION } from './actions.ts';

/** Runs a command of the sales process for whoever is signed in, if they may do that to the rep it is about. */
export async function carryOut(
	event: Pick<RequestEvent, 'locals'>,
	command: ProcessCommand
): Promise<Outcome<object>> {
	const { app } = event.locals;
	const { code } = personOf(event);
	demand(event, COMMAND_ACTION[command.what], await app.process.subjectOf(command));
	return app.process.run(command, code);
}
