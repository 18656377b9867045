import { json } from '@sveltejs/kit';
import { readerOf } from '$lib/alerts/reader.ts';
import type { RequestHandler } from './$types';

/** What the bell shows now. */
export const GET: RequestHandler = (event) => {
	const reader = readerOf(event);
	return json(reader ? event.locals.app.alerts.bell(reader) : { count: 0, newest: 0, rows: [] });
};
