import { error } from '@sveltejs/kit';
import { Readable } from 'node:stream';
import type { RequestHandler } from './$types';

/** Rejected rows as CSV, to be corrected and imported again. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const { batches } = locals.app;
	const batch = await batches.read(params.id);
	if (!batch?.rejected) error(404, { message: 'no-such-import' });
	const name = `${batch.report.file.replace(/(\.\d+)?\.rejected\.csv$/, '')}.rejected.csv`;
	const body = Readable.toWeb(Readable.from(batches.rejectedRows(batch.id), { objectMode: false }));
	return new Response(body as ReadableStream, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
			'cache-control': 'no-store'
		}
	});
};
