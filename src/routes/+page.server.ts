import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** A TV whose browser opens with the site's first page comes to its board. */
export const load: PageServerLoad = ({ locals }) => {
	if (locals.principal.kind === 'display') redirect(303, '/tv');
};
