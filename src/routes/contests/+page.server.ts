import { reachOf } from '$lib/domain/permissions.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { app, principal } = locals;
	return {
		contests: await app.contests.list(),
		mayManage: reachOf(principal, 'contests.manage') !== 'none',
		fractionDigits: app.organisation.settings.fractionDigits,
		now: app.clock()
	};
};
