import { error, redirect } from '@sveltejs/kit';
import { unitsWithin } from '$lib/access/guard.ts';
import { actorName, reachOf } from '$lib/domain/permissions.ts';
import { exportAsked, exportWord, streamOf } from '$lib/exports.server.ts';
import type { ExportName } from '$server/exports/exports.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const { app, principal, locale } = event.locals;
	const { list, format } = event.params;
	const action = app.exports.actionOf(list);
	if (!action || (format !== 'csv' && format !== 'xlsx')) error(404, { message: 'not-found' });
	if (reachOf(principal, action) === 'none') error(403, { message: 'not-allowed' });
	const opened = await app.exports.open(list as ExportName, {
		format,
		asked: exportAsked(event.url, app.organisation.today(), unitsWithin(event, action)),
		word: (key) => exportWord(key, locale),
		actor: actorName(principal)
	});
	// A download that fails has no page of its own.
	if (!opened.ok) redirect(303, `/admin/export?list=${list}&refused=${opened.problems[0]!.reason}`);
	const { name, type, bytes } = opened.file;
	return new Response(streamOf(bytes), {
		headers: {
			'content-type': type,
			'content-disposition': `attachment; filename="${list}.${format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
			'cache-control': 'no-store'
		}
	});
};
