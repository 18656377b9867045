import { error } from '@sveltejs/kit';
import { readPlanAddress } from '$lib/plan-query.ts';
import { eventStream } from '$lib/live/event-stream.ts';
import type { RequestHandler } from './$types';

/** A hundred answers in a second are one reading. */
const GATHER_MS = 250;

/** Says `changed 0` whenever something happened to the split of a subject; without one, whenever anybody is asked anew. */
export const GET: RequestHandler = ({ locals: { app }, url }) => {
	const at = readPlanAddress(url, app.organisation.today());
	const place = at.subject === '' ? undefined : app.splits.placeOf(at);
	if (at.subject !== '' && !place) error(404, { message: 'not-found' });
	return eventStream(({ send, end }) => {
		let gathering: NodeJS.Timeout | undefined;
		const tell = () => {
			gathering = undefined;
			send('changed 0');
		};
		const stop = app.splits.watch((news) => {
			// What others answer does not concern somebody who waits to be asked.
			const concerns = !news || (place ? place.is(news) : news.kind !== 'answered');
			if (concerns) gathering ??= setTimeout(tell, GATHER_MS);
		}, end);
		return () => {
			clearTimeout(gathering);
			stop();
		};
	});
};
