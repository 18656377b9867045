import { json } from '@sveltejs/kit';
import { subjectOfTarget } from '$lib/api/directory.ts';
import { writer } from '$lib/api/endpoint.ts';
import { putTargets } from '$lib/api/operations.ts';
import { fieldErrors, problemOf, problemResponse } from '$lib/api/problem.ts';
import { actorName } from '$lib/domain/permissions.ts';

export const PUT = writer(
	putTargets,
	async ({ app, principal, body, locale }) => {
		const put = await app.targets.put([body].flat(), actorName(principal));
		if (!put.ok)
			return problemResponse(
				problemOf(422, 'invalid-input', locale, { errors: fieldErrors(put.problems, locale) })
			);
		return json({ set: put.set, unchanged: put.unchanged });
	},
	({ app, body }) => [body].flat().map(({ subject }) => subjectOfTarget(app, subject))
);
