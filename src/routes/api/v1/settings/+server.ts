import { json } from '@sveltejs/kit';
import { endpoint, writer } from '$lib/api/endpoint.ts';
import { getSettings, putSettings } from '$lib/api/operations.ts';
import { fieldErrors, problemOf, problemResponse } from '$lib/api/problem.ts';
import { actorName } from '$lib/domain/permissions.ts';
import type { App } from '$server/app.ts';

function view({ organisation }: App) {
	const { id: _, ...settings } = organisation.settings;
	return json(settings);
}

export const GET = endpoint(getSettings, ({ app }) => view(app));

export const PUT = writer(putSettings, async ({ app, principal, body, locale }) => {
	const put = await app.organisation.update(body, {}, actorName(principal));
	if (!put.ok)
		return problemResponse(
			problemOf(422, 'invalid-input', locale, { errors: fieldErrors(put.problems, locale) })
		);
	return view(app);
});
