import { error } from '@sveltejs/kit';
import { readerOf } from '$lib/alerts/reader.ts';
import { eventStream } from '$lib/live/event-stream.ts';
import type { RequestHandler } from './$types';

/** Says `changed` whenever alerts have changed that the reader sees; they are read again through the gate. */
export const GET: RequestHandler = (event) => {
	const reader = readerOf(event);
	if (!reader) error(403, { message: 'not-allowed' });
	return eventStream(({ send, end }) =>
		event.locals.app.alerts.watch(reader, { onChange: () => send('changed'), onEnd: end })
	);
};
