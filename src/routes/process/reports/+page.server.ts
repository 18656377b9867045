import { demand, unitsWithin } from '$lib/access/guard.ts';
import { readDay } from '$lib/tracking/query.ts';
import type { PageServerLoad } from './$types';

/** `?day=`, today unless named; `?unit=` narrows it to one unit. */
export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const asked = event.url.searchParams;
	const within = unitsWithin(event, 'reports.read');
	const unit = asked.get('unit') || undefined;
	if (unit !== undefined) demand(event, 'reports.read', app.directory.subjectOf('units', unit));
	const today = app.organisation.today();
	const named = readDay(asked.get('day'));
	const day = named !== undefined && named < today ? named : today;
	return {
		day,
		today,
		unit,
		units: app.checks.units(within),
		teams: await app.process.reports.summary(day, unit === undefined ? within : [unit]),
		cutOff: await app.process.reports.cutOffOf(day),
		timeZone: app.organisation.settings.timeZone
	};
};
