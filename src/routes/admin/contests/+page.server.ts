import { unitsWithin } from '$lib/access/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	return {
		contests: await app.contests.list({ within: unitsWithin(event, 'contests.manage') }),
		fractionDigits: app.organisation.settings.fractionDigits
	};
};
