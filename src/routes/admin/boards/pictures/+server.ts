import { json } from '@sveltejs/kit';
import { problemText } from '$lib/problem-text.server.ts';
import type { RequestHandler } from './$types';

/** Takes a picture for an announcement, as it is. */
export const POST: RequestHandler = async ({ locals, request }) => {
	const { app, locale } = locals;
	const added = await app.pictures.add(new Uint8Array(await request.arrayBuffer()));
	if (added.ok) return json({ hash: added.hash });
	return json(
		{ message: added.problems.map((p) => problemText(p, locale)).join(' ') },
		{ status: 422 }
	);
};
