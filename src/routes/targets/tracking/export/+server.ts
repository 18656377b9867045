import { error } from '@sveltejs/kit';
import { found, readTrackingQuery, seenBy } from '$lib/tracking/query.ts';
import { trackingWorkbook } from '$lib/tracking/workbook.ts';
import type { RequestHandler } from './$types';

/** The table as a workbook that looks like the page. */
export const GET: RequestHandler = async (event) => {
	const { app, locale } = event.locals;
	const query = readTrackingQuery(event);
	if (!query) error(404, { message: 'not-found' });
	const { tracking } = found(await app.tracking.read(query, seenBy(event.locals)));
	const { name, fractionDigits, timeZone } = app.organisation.settings;
	const file = await trackingWorkbook(tracking, {
		organisation: name,
		fractionDigits,
		timeZone,
		locale
	});
	const month = tracking.month.from.slice(0, 7);
	const title = `${tracking.subject.name}-${tracking.metric.code}-${month}.xlsx`;
	return new Response(new Uint8Array(file), {
		headers: {
			'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
			'content-disposition': `attachment; filename="tracking-${month}.xlsx"; filename*=UTF-8''${encodeURIComponent(title)}`,
			'cache-control': 'no-store'
		}
	});
};
