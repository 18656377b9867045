import { may } from '$lib/domain/permissions.ts';
import { eventStream } from '$lib/live/event-stream.ts';
import type { RequestHandler } from './$types';

/** Says `changed` whenever something changed of a rep whom whoever asks may help. */
export const GET: RequestHandler = (event) => {
	const { app, principal } = event.locals;
	const concerns = (rep: string | undefined) =>
		rep === undefined || may(principal, 'help.take', app.directory.subjectOf('reps', rep));
	return eventStream(({ send, end }) =>
		app.process.follow({
			concerns: ({ rep }) => concerns(rep),
			tell: () => send('changed'),
			end
		})
	);
};
