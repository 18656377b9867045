import { error } from '@sveltejs/kit';
import { demand } from '$lib/access/guard.ts';
import { addDays } from '$lib/domain/period.ts';
import type { PageServerLoad } from './$types';

const DAYS = 90;

export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const { rep } = event.params;
	demand(event, 'targets.check', app.directory.subjectOf('reps', rep));
	const today = app.organisation.today();
	const history = await app.checks.history(rep, { from: addDays(today, -DAYS), to: today });
	if (!history) error(404, { message: 'not-found' });
	const { fractionDigits, timeZone } = app.organisation.settings;
	return { history, fractionDigits, timeZone };
};
