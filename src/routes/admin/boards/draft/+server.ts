import { error, json } from '@sveltejs/kit';
import { draftRequest } from '$lib/forms/board.ts';
import { readPlan } from '$lib/scenes/plan.ts';
import type { RequestHandler } from './$types';

/** What a scene that nobody saved yet would show now, with real figures. */
export const POST: RequestHandler = async ({ locals, request }) => {
	const { app } = locals;
	const asked = draftRequest.safeParse(await request.json().catch(() => undefined));
	const read = asked.success ? readPlan(asked.data.plan) : undefined;
	if (!asked.success || !read?.ok) error(422, { message: 'invalid-input' });
	const metric = app.directory.mirror.metrics.named(asked.data.metric);
	if (!metric) error(422, { message: 'unknown-metric' });
	const board = await app.boards.draft(asked.data.unit, {
		code: '',
		name: '',
		metric,
		revision: 0,
		plan: read.plan
	});
	if (!board) error(422, { message: 'no-company' });
	return json({ board, now: app.clock() });
};
