import { error, json } from '@sveltejs/kit';
import { readerOf } from '$lib/alerts/reader.ts';
import type { RequestHandler } from './$types';

/** What the bell shows now. */
export const GET: RequestHandler = (event) => {
	const reader = readerOf(event);
	if (!reader) error(403, { message: 'not-allowed' });
	return json(event.locals.app.alerts.bell(reader));
};
