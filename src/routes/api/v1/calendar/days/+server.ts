import { json } from '@sveltejs/kit';
import { writer } from '$lib/api/endpoint.ts';
import { putCalendarDays } from '$lib/api/operations.ts';
import { fieldErrors, problemOf, problemResponse } from '$lib/api/problem.ts';
import { actorName } from '$lib/domain/permissions.ts';

export const PUT = writer(putCalendarDays, async ({ app, principal, body, locale }) => {
	const put = await app.organisation.setDays(body, actorName(principal));
	if (!put.ok)
		return problemResponse(
			problemOf(422, 'invalid-input', locale, { errors: fieldErrors(put.problems, locale) })
		);
	return json({ set: put.set, unchanged: put.unchanged });
});
