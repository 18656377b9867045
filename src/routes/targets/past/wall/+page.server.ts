import { error } from '@sveltejs/kit';
import { readPast } from '../read.ts';
import type { PageServerLoad } from './$types';

/** The same address as of `/targets/past`; what names no moment is not found. */
export const load: PageServerLoad = async (event) => {
	const { past } = await readPast(event);
	if (!past) error(404, { message: 'not-found' });
	return { past };
};
