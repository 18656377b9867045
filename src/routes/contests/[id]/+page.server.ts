import { error } from '@sveltejs/kit';
import { may } from '$lib/domain/permissions.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { app, principal } = locals;
	const id = Number(params.id);
	const contest = await app.contests.stateOf(id);
	if (!contest) error(404, { message: 'not-found' });
	return {
		contest,
		mayManage: may(principal, 'contests.manage', (await app.contests.subjectOf(id)) ?? {}),
		fractionDigits: app.organisation.settings.fractionDigits,
		now: app.clock()
	};
};
