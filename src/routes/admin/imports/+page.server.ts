import { readListQuery } from '$lib/list-query.ts';
import type { PageServerLoad } from './$types';
import { summaryOf } from './summary.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { app } = locals;
	const { page, size } = readListQuery(url, ['when']);
	const { rows, total } = await app.batches.list({ page, size });
	const names = await app.accounts.names(
		rows.map(({ createdBy }) => createdBy.replace(/^person:/, ''))
	);
	return {
		rows: rows.map((batch) => summaryOf(batch, names)),
		total,
		size,
		now: app.clock(),
		timeZone: app.organisation.settings.timeZone
	};
};
