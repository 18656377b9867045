/** The three calls that every kind of subject has; a route names the kind. */
import { json } from '@sveltejs/kit';
import { actorName, may, type Subject } from '$lib/domain/permissions.ts';
import type { DirectoryKind } from '$lib/forms/directory.ts';
import type { App } from '$server/app.ts';
import type { DirectoryForms } from '$server/directory/directory.ts';
import { endpoint, writer } from './endpoint.ts';
import * as operations from './operations.ts';
import { fieldErrors, problemOf, problemResponse } from './problem.ts';

/** A list holds what the caller may see. */
export const listSubjects = (kind: DirectoryKind) =>
	endpoint(
		operations[kind].list,
		({ app, principal, query: { after, limit } }) => {
			const { action } = operations[kind].list;
			const sees = (code: string) => may(principal, action, app.directory.subjectOf(kind, code));
			return json(
				app.directory.list(kind, { limit, ...(after === undefined ? {} : { after }) }, sees)
			);
		},
		() => []
	);

export const getSubject = (kind: DirectoryKind) =>
	endpoint(
		operations[kind].get,
		({ app, params: { code }, locale }) => {
			const found = app.directory.view(kind, code);
			return found
				? json(found)
				: problemResponse(problemOf(404, 'unknown-code', locale, { inputs: { value: code } }));
		},
		({ app, params: { code } }) => [app.directory.subjectOf(kind, code)]
	);

/** Whose a target, or the progress towards it, is. */
export function subjectOfTarget(
	app: App,
	{ kind, code }: { kind: 'unit' | 'rep' | 'dealer' | 'product'; code: string }
): Subject {
	const kinds = { unit: 'units', rep: 'reps', dealer: 'customers', product: 'products' } as const;
	return app.directory.subjectOf(kinds[kind], code);
}

/** What a form speaks of besides its own code: the new team, owner or parent must be one's own too. */
function referredTo(app: App, form: DirectoryForms[DirectoryKind]): Subject[] {
	const { subjectOf } = app.directory;
	const { parent, team, owner } = form as Partial<Record<'parent' | 'team' | 'owner', string>>;
	return [
		...(parent === undefined ? [] : [subjectOf('units', parent)]),
		...(team === undefined ? [] : [subjectOf('units', team)]),
		...(owner === undefined ? [] : [subjectOf('reps', owner)])
	];
}

/** Whom a put touches: the subject as it is, where it exists, and what it shall belong to. */
export function subjectsOfPut(
	app: App,
	kind: DirectoryKind,
	code: string,
	form: DirectoryForms[DirectoryKind]
): Subject[] {
	const is = app.directory.view(kind, code) ? [app.directory.subjectOf(kind, code)] : [];
	const referred = referredTo(app, form);
	// What is new and belongs nowhere belongs to nobody.
	return is.length + referred.length === 0 ? [{}] : [...is, ...referred];
}

export const putSubject = (kind: DirectoryKind) =>
	writer(
		operations[kind].put,
		async ({ app, principal, params: { code }, body, locale }) => {
			const actor = actorName(principal);
			const form = body as DirectoryForms[DirectoryKind];
			const put = await app.directory.put(kind, code, form, actor);
			if (!put.ok)
				return problemResponse(
					problemOf(422, 'invalid-input', locale, { errors: fieldErrors(put.problems, locale) })
				);
			return json(put.value, { status: put.created ? 201 : 200 });
		},
		({ app, params: { code }, body }) =>
			subjectsOfPut(app, kind, code, body as DirectoryForms[DirectoryKind])
	);
