import { json } from '@sveltejs/kit';
import { writer } from '$lib/api/endpoint.ts';
import { postReversal } from '$lib/api/operations.ts';
import { problemOf, problemResponse } from '$lib/api/problem.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { answerAppended } from '../../record.ts';

export const POST = writer(
	postReversal,
	async (call) => {
		const { app, principal, params, body, locale } = call;
		const reversed = await app.ledger.reverse(params.id, body.reason, actorName(principal));
		if (!reversed.ok && reversed.problems.some(({ reason }) => reason === 'unknown-entry'))
			return problemResponse(
				problemOf(404, 'unknown-entry', locale, { inputs: { value: params.id } })
			);
		const answer = answerAppended(call, reversed);
		return 'entry' in answer
			? json(answer.entry, { status: answer.status })
			: problemResponse(answer.problem);
	},
	async ({ app, params }) =>
		(await app.ledger.creditedBy(params.id)).map((rep) => app.directory.subjectOf('reps', rep))
);
