import { error } from '@sveltejs/kit';
import { readerOf } from '$lib/alerts/reader.ts';
import { demand } from '$lib/access/guard.ts';
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
	const came = history.alerts.flatMap(({ events }) =>
		events.flatMap(({ outcome }) => outcome ?? [])
	);
	return {
		history,
		timeZone,
		now: app.clock(),
		/** Where what came of it is seen, by `kind:id`. */
		places: Object.fromEntries(
			came.flatMap(({ kind, id }) => {
				const place = app.alerts.outcomes.find((one) => one.kind === kind);
				return place ? [[`${kind}:${id}`, place.path(id)]] : [];
			})
		)
	};
};
