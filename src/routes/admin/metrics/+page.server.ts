import { readListQuery } from '$lib/list-query.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => ({
	list: locals.app.directory.search(
		'metrics',
		readListQuery(url, ['name', 'code', 'kind', 'points'])
	)
});
