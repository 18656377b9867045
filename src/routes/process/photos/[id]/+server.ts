/**
 * Photos of floor notes, for whoever leads the rep.
 *
 *   await fetch(`/process/photos/${crypto.randomUUID()}?rep=R001`, { method: 'PUT', body: blob });
 *
 * A JPEG, PNG or WebP of at most 600 kB that the browser has drawn anew on a canvas: scaled, and without the place that a
 * camera writes into it (a picture with one is refused). Answers as `POST /process/commands` does; the same photo under the
 * same id is stored once.
 */
import { error, json } from '@sveltejs/kit';
import { demand, personOf } from '$lib/access/guard.ts';
import { commandId } from '$lib/forms/process.ts';
import { refuseCommand } from '$lib/process/refusal.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = async (event) => {
	const { app, locale } = event.locals;
	const id = commandId.safeParse(event.params.id);
	if (!id.success) error(404, { message: 'not-found' });
	const rep = event.url.searchParams.get('rep') ?? '';
	demand(event, 'floor.act', app.directory.subjectOf('reps', rep));
	const content = new Uint8Array(await event.request.arrayBuffer());
	const stored = await app.process.photos.store(
		{ id: id.data, rep, content },
		personOf(event).code
	);
	return stored.ok ? json(stored) : refuseCommand(stored.problems, locale);
};

export const GET: RequestHandler = async (event) => {
	const { app } = event.locals;
	const id = commandId.safeParse(event.params.id);
	const rep = id.success ? await app.process.photos.repOf(id.data) : undefined;
	demand(event, 'floor.act', rep === undefined ? {} : app.directory.subjectOf('reps', rep));
	const photo = id.success ? await app.process.photos.read(id.data) : undefined;
	if (!photo) error(404, { message: 'not-found' });
	return new Response(new Uint8Array(photo.content), {
		headers: {
			'content-type': photo.type,
			'content-disposition': 'inline',
			// Opened by itself it is a picture and nothing else.
			'content-security-policy': "default-src 'none'; sandbox",
			'cross-origin-resource-policy': 'same-origin',
			// A photo never changes; who looks at it may.
			'cache-control': 'private, max-age=3600'
		}
	});
};
