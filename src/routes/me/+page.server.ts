import { error, redirect } from '@sveltejs/kit';
import { menuFor } from '$lib/access/menu.ts';
import { personOf } from '$lib/access/guard.ts';
import { itemName } from '$lib/components/paper/menu-names.ts';
import { m } from '$lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';
import { repOf } from './own.ts';

export const load: PageServerLoad = async (event) => {
	const { app, locale, principal } = event.locals;
	if (!personOf(event).sells) redirect(303, '/');
	const rep = repOf(event);
	const person = personOf(event);
	const [room, customers, due] = await Promise.all([
		app.openMe(rep),
		app.pocket.customers(rep),
		app.rounds.due(person)
	]);
	// Without the leaderboards there is nothing to show for the first time; an open phone keeps what it has.
	if (!room.ok) error(503, { message: 'not-ready' });
	return {
		initial: { place: room.place, snapshot: room.snapshot, now: room.now },
		customers,
		/** What waits for an answer, in words. */
		due: due > 0 ? m.agree_due({ count: due }, { locale }) : undefined,
		/** Where collections are counted, if anywhere. */
		collects: app.directory.mirror.metrics.named('collection') !== undefined,
		ways: menuFor(principal)
			.filter(({ group }) => group === 'daily' || group === 'targets')
			.flatMap(({ items }) => items)
			.filter(({ name }) => name !== 'me')
			// In words already: the whole menu's are more than a phone needs.
			.map(({ name, href }) => ({ href, text: itemName[name]() }))
	};
};
