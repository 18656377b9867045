/** The three calls that every kind of subject has; a route names the kind. */
import { json } from '@sveltejs/kit';
import { actorName } from '$lib/domain/permissions.ts';
import type { DirectoryKind } from '$lib/forms/directory.ts';
import type { DirectoryForms } from '$server/directory/directory.ts';
import { endpoint, writer } from './endpoint.ts';
import * as operations from './operations.ts';
import { fieldErrors, problemOf, problemResponse } from './problem.ts';

export const listSubjects = (kind: DirectoryKind) =>
	endpoint(operations[kind].list, ({ app, query: { after, limit } }) =>
		json(app.directory.list(kind, { limit, ...(after === undefined ? {} : { after }) }))
	);

export const getSubject = (kind: DirectoryKind) =>
	endpoint(operations[kind].get, ({ app, params: { code }, locale }) => {
		const found = app.directory.view(kind, code);
		return found
			? json(found)
			: problemResponse(problemOf(404, 'unknown-code', locale, { inputs: { value: code } }));
	});

export const putSubject = (kind: DirectoryKind) =>
	writer(operations[kind].put, async ({ app, principal, params: { code }, body, locale }) => {
		const actor = actorName(principal);
		const form = body as DirectoryForms[DirectoryKind];
		const put = await app.directory.put(kind, code, form, actor);
		if (!put.ok)
			return problemResponse(
				problemOf(422, 'invalid-input', locale, { errors: fieldErrors(put.problems, locale) })
			);
		return json(put.value, { status: put.created ? 201 : 200 });
	});
