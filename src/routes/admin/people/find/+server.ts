import { json } from '@sveltejs/kit';
import { unitsWithin } from '$lib/access/guard.ts';
import { readListQuery } from '$lib/list-query.ts';
import type { RequestHandler } from './$types';

const FEW = 12;

/** The first few people whom a search finds, for choosing one: `?q=`. */
export const GET: RequestHandler = async (event) => {
	const query = readListQuery(event.url, ['name'], FEW);
	const within = unitsWithin(event, 'people.read');
	const { rows } = await event.locals.app.people.list({ ...query, page: 1, within });
	return json(rows.map(({ code, name, team }) => ({ code, name, team: team?.name })));
};
