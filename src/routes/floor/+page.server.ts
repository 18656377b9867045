import { error } from '@sveltejs/kit';
import { demand, personOf, unitsWithin } from '$lib/access/guard.ts';
import { bellOf } from '$lib/access/frame.ts';
import { menuFor } from '$lib/access/menu.ts';
import { itemName } from '$lib/components/paper/menu-names.ts';
import { workingDatesAfter } from '$lib/domain/calendar.ts';
import type { PageServerLoad } from './$types';

/** So far ahead one sets a date by a tap. */
const AHEAD = 10;

/** `?unit=` is the unit; else the highest one that whoever asks leads. What else the address says, the page reads. */
export const load: PageServerLoad = async (event) => {
	const { app, principal } = event.locals;
	const units = app.checks.units(unitsWithin(event, 'floor.enter'));
	const unit = event.url.searchParams.get('unit') || units[0]?.code;
	if (unit === undefined) error(404, { message: 'no-company' });
	demand(event, 'floor.enter', app.directory.subjectOf('units', unit));
	const room = await app.openFloor(unit);
	// Without the leaderboards there is nothing to show for the first time; an open tablet keeps what it has.
	if (!room.ok) error(room.reason === 'unknown-room' ? 404 : 503, { message: room.reason });
	return {
		me: personOf(event).code,
		initial: { place: room.place, snapshot: room.snapshot, now: room.now },
		units,
		working: workingDatesAfter(app.organisation.today(), AHEAD, app.organisation.calendar),
		bell: bellOf(event),
		ways: menuFor(principal)
			.filter(({ group }) => group !== 'company' && group !== 'system')
			.map(({ group, items }) => ({
				group,
				items: items
					.filter(({ name }) => name !== 'floor')
					.map(({ name, href }) => ({ href, text: itemName[name]() }))
			}))
	};
};
