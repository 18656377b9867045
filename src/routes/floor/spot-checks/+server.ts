/** `GET ?unit=`: what was drawn of a unit (else of all that one leads) and still has no result, for the tablet. */
import { json } from '@sveltejs/kit';
import { demand, unitsWithin } from '$lib/access/guard.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const { app } = event.locals;
	const unit = event.url.searchParams.get('unit') || undefined;
	if (unit !== undefined) demand(event, 'floor.act', app.directory.subjectOf('units', unit));
	const within = unit === undefined ? unitsWithin(event, 'floor.act') : [unit];
	const { open } = await app.process.spotChecks.list(within);
	return json({ open }, { headers: { 'cache-control': 'no-store' } });
};
