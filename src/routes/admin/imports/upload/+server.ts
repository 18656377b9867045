import { json } from '@sveltejs/kit';
import { actorName } from '$lib/domain/permissions.ts';
import { wordsIn } from '../words.ts';
import type { RequestHandler } from './$types';

/** The body is the file itself, and is read as it comes: it never lies in memory as a whole. */
export const PUT: RequestHandler = async ({ request, url, locals }) => {
	const { app, principal, locale } = locals;
	const received = await app.batches.receive({
		name: url.searchParams.get('name') ?? '',
		body: request.body ?? new Blob([]).stream(),
		actor: actorName(principal),
		continues: url.searchParams.get('continues') ?? undefined
	});
	if (received.ok) return json({ id: received.id }, { status: 201 });
	return json({ message: received.problems.map(wordsIn(locale)).join(' ') }, { status: 422 });
};
