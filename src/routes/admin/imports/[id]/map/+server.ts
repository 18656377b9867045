import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** The import map that the wizard made, for `npm run import`. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const batch = await locals.app.batches.read(params.id);
	if (!batch?.map) error(404, { message: 'no-such-import' });
	const name = `${batch.report.file.replace(/\.\w+$/, '')}.map.json`;
	return new Response(`${JSON.stringify(batch.map, null, '\t')}\n`, {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
			'cache-control': 'no-store'
		}
	});
};
