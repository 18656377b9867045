import { error, json } from '@sveltejs/kit';
import { unitsWithin } from '$lib/access/guard.ts';
import { reachOf, type Action } from '$lib/domain/permissions.ts';
import type { RequestHandler } from './$types';

/** For fields that name one of very many: what is offered is within the reach of whoever asks. */
const FOUND: Readonly<Record<string, { kind: 'reps' | 'units' | 'customers'; action: Action }>> = {
	reps: { kind: 'reps', action: 'people.read' },
	units: { kind: 'units', action: 'units.write' },
	customers: { kind: 'customers', action: 'customers.read' }
};
const MOST = 20;
const LONGEST_SEARCH = 100;

export const GET: RequestHandler = (event) => {
	const { kind, action } = FOUND[event.params.kind] ?? error(404, { message: 'not-found' });
	if (reachOf(event.locals.principal, action) === 'none') error(403, { message: 'not-allowed' });
	const { rows, total } = event.locals.app.directory.search(kind, {
		q: (event.url.searchParams.get('q') ?? '').slice(0, LONGEST_SEARCH),
		sort: 'name',
		size: MOST,
		within: unitsWithin(event, action),
		present: true
	});
	const choices = rows.map((row) => ({
		code: row.code,
		name: row.name,
		...('team' in row && row.team ? { more: row.team.name } : {})
	}));
	return json({ rows: choices, total });
};
