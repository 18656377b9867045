import { reachOf } from '$lib/domain/permissions.ts';
import { exportPeriod } from '$lib/exports.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const { app, principal } = locals;
	return {
		names: app.exports.names.filter(
			(name) => reachOf(principal, app.exports.actionOf(name)!) !== 'none'
		),
		period: exportPeriod(url, app.organisation.today()),
		refused: url.searchParams.get('refused')
	};
};
