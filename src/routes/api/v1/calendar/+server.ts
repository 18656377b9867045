import { json } from '@sveltejs/kit';
import { endpoint, writer } from '$lib/api/endpoint.ts';
import { getCalendar, putCalendar } from '$lib/api/operations.ts';
import { fieldErrors, problemOf, problemResponse } from '$lib/api/problem.ts';
import { actorName } from '$lib/domain/permissions.ts';

export const GET = endpoint(getCalendar, ({ app, query, locale }) => {
	const { publicHolidays, own, days, ...year } = app.organisation.year(
		query.year ?? Number(app.organisation.today().slice(0, 4))
	);
	return json({
		...year,
		days: days.map((day) => ({
			...day,
			...(publicHolidays[day.date] && year.holidays
				? { holiday: publicHolidays[day.date]!.name[locale] }
				: {}),
			...(own[day.date]?.note === undefined ? {} : { note: own[day.date]!.note })
		}))
	});
});

export const PUT = writer(putCalendar, async ({ app, principal, body, locale }) => {
	const put = await app.organisation.update({}, body, actorName(principal));
	if (!put.ok)
		return problemResponse(
			problemOf(422, 'invalid-input', locale, { errors: fieldErrors(put.problems, locale) })
		);
	return json(app.organisation.workingWeek);
});
