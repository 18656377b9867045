import { error } from '@sveltejs/kit';
import { readerOf } from '$lib/alerts/reader.ts';
import { demand, unitsWithin } from '$lib/access/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.depends('app:alerts');
	const { app } = event.locals;
	const { rep } = event.params;
	demand(event, 'alerts.read', app.directory.subjectOf('reps', rep));
	const reader = readerOf(event);
	const history = reader && (await app.alerts.historyOf(rep, reader));
	if (!history) error(404, { message: 'not-found' });
	const { timeZone } = app.organisation.settings;
	const leads = unitsWithin(event, 'floor.act');
	return {
		history,
		timeZone,
		now: app.clock(),
		leads: leads === undefined || leads.length > 0
	};
};
