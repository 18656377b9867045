import { json } from '@sveltejs/kit';
import { endpoint } from '$lib/api/endpoint.ts';
import { getLeaderboard } from '$lib/api/operations.ts';
import { fieldErrors, problemOf, problemResponse } from '$lib/api/problem.ts';

export const GET = endpoint(getLeaderboard, async ({ app, query, locale }) => {
	const { leaderboards, past } = app;
	const { asOf, ...asked } = query;
	// Sales go on being recorded without Redis; only who stands where now is not known meanwhile.
	if (asOf === undefined && !leaderboards.available)
		return problemResponse(problemOf(503, 'rankings-away', locale), { 'retry-after': '2' });
	const read =
		asOf === undefined
			? await leaderboards.read(asked)
			: await past.leaderboard({ ...asked, asOf });
	if (!read.ok)
		return problemResponse(
			problemOf(422, 'invalid-input', locale, { errors: fieldErrors(read.problems, locale) })
		);
	return json(read.leaderboard);
});
