import { eventStream } from '$lib/live/event-stream.ts';
import type { RequestHandler } from './$types';

/** Says `changed` whenever a moment was celebrated, withdrawn or cheered. */
export const GET: RequestHandler = ({ locals }) =>
	eventStream(({ send, end }) => {
		send('at 0');
		return locals.app.celebrations.watch({ onChange: () => send('changed 0'), onEnd: end });
	});
