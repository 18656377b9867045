import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Bytes that somebody uploaded: named by what they are, so that they may be kept for ever; never run. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const found = await locals.app.media.read(params.hash);
	if (!found) error(404, { message: 'not-found' });
	return new Response(new Uint8Array(found.bytes), {
		headers: {
			'content-type': found.type,
			'cache-control': 'private, max-age=31536000, immutable',
			'content-security-policy': "default-src 'none'; sandbox"
		}
	});
};
