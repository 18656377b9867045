import { unitsWithin } from '$lib/access/guard.ts';
import { readListQuery } from '$lib/list-query.ts';
import type { AccessState, PersonRole, PersonSort } from '$server/people/list.ts';
import type { PageServerLoad } from './$types';

const SORTS = ['name', 'code', 'team', 'state'] as const satisfies readonly PersonSort[];

export const load: PageServerLoad = async (event) => {
	const { url, locals } = event;
	const within = unitsWithin(event, 'people.read');
	const asked = (name: string) => url.searchParams.get(name) || undefined;
	const filter = {
		unit: asked('unit'),
		role: asked('role') as PersonRole | undefined,
		state: asked('state') as AccessState | undefined
	};
	const query = readListQuery(url, SORTS);
	return {
		...(await locals.app.people.list({ ...query, ...filter, within })),
		units: locals.app.unitTree.places(within),
		filter,
		isFiltered: query.q !== '' || Object.values(filter).some((value) => value !== undefined)
	};
};
