/** `GET ?unit=`: what was drawn of a unit and still has no result, for the tablet. */
import { json } from '@sveltejs/kit';
import { demand } from '$lib/access/guard.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const { app } = event.locals;
	const unit = event.url.searchParams.get('unit') ?? '';
	demand(event, 'floor.act', app.directory.subjectOf('units', unit));
	const { open } = await app.process.spotChecks.list([unit]);
	return json({ open }, { headers: { 'cache-control': 'no-store' } });
};
