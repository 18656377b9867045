import { error, json } from '@sveltejs/kit';
import { unitsWithin } from '$lib/access/guard.ts';
import { reachOf, type Action } from '$lib/domain/permissions.ts';
import { readListQuery } from '$lib/list-query.ts';
import type { App } from '$server/app.ts';
import type { RequestHandler } from './$types';

interface Asked {
	q: string;
	page: number;
	size: number;
	sort: 'name';
	within: readonly string[] | undefined;
}
interface Found {
	rows: readonly { code: string; name: string; team?: { name: string } | undefined }[];
	total: number;
}

/** For fields that name one of very many: what is offered is within the reach of whoever asks. */
const FINDERS: Readonly<
	Record<string, { action: Action; find(app: App, asked: Asked): Found | Promise<Found> }>
> = {
	people: {
		action: 'people.read',
		find: ({ people }, asked) => people.list({ ...asked, descending: false })
	},
	reps: {
		action: 'people.read',
		find: ({ directory }, asked) => directory.search('reps', { ...asked, present: true })
	},
	customers: {
		action: 'customers.read',
		find: ({ directory }, asked) => directory.search('customers', asked)
	}
};
const MOST = 20;

export const GET: RequestHandler = async (event) => {
	const { kind } = event.params;
	if (!Object.hasOwn(FINDERS, kind)) error(404, { message: 'not-found' });
	const { action, find } = FINDERS[kind]!;
	if (reachOf(event.locals.principal, action) === 'none') error(403, { message: 'not-allowed' });
	const { q } = readListQuery(event.url, ['name']);
	const within = unitsWithin(event, action);
	const { rows, total } = await find(event.locals.app, {
		q,
		page: 1,
		size: MOST,
		sort: 'name',
		within
	});
	const choices = rows.map(({ code, name, team }) => ({ code, name, more: team?.name }));
	return json({ rows: choices, total });
};
