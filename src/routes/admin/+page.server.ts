import { unitsWithin } from '$lib/access/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const within = unitsWithin(event, 'admin.enter');
	return {
		overview: within ? await app.overview.ofUnits(within) : await app.overview.ofAll(),
		now: app.clock(),
		zone: app.organisation.settings.timeZone
	};
};
