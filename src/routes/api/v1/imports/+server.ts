import { json } from '@sveltejs/kit';
import { endpoint } from '$lib/api/endpoint.ts';
import { postImports } from '$lib/api/operations.ts';
import { fieldErrors, problemOf, problemResponse } from '$lib/api/problem.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { problemText } from '$lib/problem-text.server.ts';

/** The body is read as it comes: a file never lies in memory as a whole. */
export const POST = endpoint(postImports, async ({ app, principal, query, locale, event }) => {
	const { request } = event;
	const contentType = request.headers.get('content-type') ?? '';
	if (!/^multipart\/form-data\b/i.test(contentType) || !request.body)
		return problemResponse(problemOf(415, 'not-multipart', locale));
	const imported = await app.imports.upload({
		contentType,
		body: request.body,
		dryRun: query.dryRun,
		actor: actorName(principal),
		words: (problem) => problemText(problem, locale)
	});
	if (!imported.ok)
		return problemResponse(
			problemOf(422, 'invalid-input', locale, { errors: fieldErrors(imported.problems, locale) })
		);
	const { report, rejectedFiles } = imported;
	const steps = report.steps.map(({ rejects, stopped, ...step }) => ({
		...step,
		...(stopped ? { stopped: problemText(stopped, locale) } : {}),
		rejects: rejects.map(({ line, cells }) => ({
			line,
			cells: cells.map(({ problem, ...cell }) => ({
				...cell,
				message: problemText(problem, locale)
			}))
		}))
	}));
	return json({ ...report, steps, rejectedFiles });
});
