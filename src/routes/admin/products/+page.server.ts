import { readListQuery } from '$lib/list-query.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => ({
	list: locals.app.directory.search('products', readListQuery(url, ['name', 'code', 'series']))
});
