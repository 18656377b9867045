import { redirect } from '@sveltejs/kit';
import { readPast } from '../read.ts';
import type { PageServerLoad } from './$types';

/** The same address as of `/targets/past`; what names no moment is said there. */
export const load: PageServerLoad = async (event) => {
	const { past } = await readPast(event);
	if (!past) redirect(303, `/targets/past${event.url.search}`);
	return { past };
};
