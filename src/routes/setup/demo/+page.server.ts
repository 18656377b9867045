import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, depends }) => {
	depends('setup:demo');
	// Another process may be loading it: then there is nothing to tell, but the wall to look at.
	return { progress: { state: 'loaded' as const, done: 0, total: 0, ...locals.app.firstRun.demo } };
};
