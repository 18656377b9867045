import { error } from '@sveltejs/kit';
import { readerOf } from '$lib/alerts/reader.ts';
import { eventStream } from '$lib/live/event-stream.ts';
import type { RequestHandler } from './$types';

/**
 * Says `changed` whenever alerts have changed that the reader sees, since `?seen=`, the revision that the page came with;
 * they are read again through the gate.
 */
export const GET: RequestHandler = (event) => {
	const reader = readerOf(event);
	if (!reader) error(403, { message: 'not-allowed' });
	const seen = event.url.searchParams.get('seen') ?? '';
	return eventStream(({ send, end }) =>
		event.locals.app.alerts.watch(reader, { seen, onChange: () => send('changed'), onEnd: end })
	);
};
