import { json } from '@sveltejs/kit';
import { endpoint } from '$lib/api/endpoint.ts';
import { subjectOfTarget } from '$lib/api/directory.ts';
import { getProgress } from '$lib/api/operations.ts';
import { fieldErrors, problemOf, problemResponse } from '$lib/api/problem.ts';

export const GET = endpoint(
	getProgress,
	async ({ app, query, locale }) => {
		const read = await app.progress.read(query);
		if (!read.ok)
			return problemResponse(
				problemOf(422, 'invalid-input', locale, { errors: fieldErrors(read.problems, locale) })
			);
		return json(read.progress);
	},
	({ app, query: { kind, code } }) => [subjectOfTarget(app, { kind, code })]
);
