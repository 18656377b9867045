import { error } from '@sveltejs/kit';
import { eventStream } from '$lib/live/event-stream.ts';
import { readTrackingQuery } from '$lib/tracking/query.ts';
import type { RequestHandler } from './$types';

/** Says `changed <position>` whenever what a tracking table shows has changed, and `at <position>` to begin with. */
export const GET: RequestHandler = (event) => {
	const { tracking } = event.locals.app;
	const query = readTrackingQuery(event);
	if (!query) error(404, { message: 'not-found' });
	return eventStream(({ send, end }) => {
		send(`at ${tracking.position}`);
		const stop = tracking.watch(query, {
			onChange: (position) => send(`changed ${position}`),
			onEnd: end
		});
		return stop ?? (() => {});
	});
};
