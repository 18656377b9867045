import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

const YEAR_S = 31_536_000;

/** A picture of an announcement. Its name says what it holds: it is fetched once. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const picture = await locals.app.pictures.read(params.hash);
	if (!picture) error(404, { message: 'not-found' });
	return new Response(new Uint8Array(picture.bytes), {
		headers: {
			'content-type': picture.type,
			'cache-control': `private, max-age=${YEAR_S}, immutable`,
			// Whatever somebody makes of the bytes, they are a picture and nothing that runs.
			'content-security-policy': "default-src 'none'; sandbox"
		}
	});
};
