import { problemText } from '$lib/problem-text.server.ts';
import { readPast } from './read.ts';
import type { PageServerLoad } from './$types';

/** `?at=2026-11-17T18:00` (or a date for its end, or a position), `?unit=` the company unless named, `?metric=`. */
export const load: PageServerLoad = async (event) => {
	const { problem, ...read } = await readPast(event);
	return {
		...read,
		refused: problem && problemText(problem, event.locals.locale),
		units: event.locals.app.unitTree
			.places()
			.map(({ code, name, level }) => ({ code, name, level }))
	};
};
