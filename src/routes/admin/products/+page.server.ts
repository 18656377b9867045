import { readListQuery } from '$lib/list-query.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => ({
	list: locals.app.directory.search('products', readListQuery(url, ['code', 'name', 'series']))
});
