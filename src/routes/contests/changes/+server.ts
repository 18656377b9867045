import { eventStream } from '$lib/live/event-stream.ts';
import type { RequestHandler } from './$types';

/** Says `changed` when a standing may have changed. */
export const GET: RequestHandler = ({ locals }) =>
	eventStream(({ send, end }) => {
		send('at 0');
		return locals.app.contests.watch({ onChange: () => send('changed 0'), onEnd: end });
	});
