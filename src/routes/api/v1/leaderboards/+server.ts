import { json } from '@sveltejs/kit';
import { endpoint } from '$lib/api/endpoint.ts';
import { getLeaderboard } from '$lib/api/operations.ts';
import { fieldErrors, problemOf, problemResponse } from '$lib/api/problem.ts';

export const GET = endpoint(getLeaderboard, async ({ app, query, locale }) => {
	const { leaderboards } = app;
	// Sales go on being recorded without Redis; only who stands where is not known meanwhile.
	if (!leaderboards.available)
		return problemResponse(problemOf(503, 'rankings-away', locale), { 'retry-after': '2' });
	const read = await leaderboards.read(query);
	if (!read.ok)
		return problemResponse(
			problemOf(422, 'invalid-input', locale, { errors: fieldErrors(read.problems, locale) })
		);
	return json(read.leaderboard);
});
