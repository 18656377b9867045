import { fail, type RequestEvent } from '@sveltejs/kit';
import { demand, unitsWithin } from '$lib/access/guard.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { readListQuery } from '$lib/list-query.ts';
import type { Actions, PageServerLoad } from './$types';

/** Each card holds a live board: a page of them has to stay light. */
const CARDS = 12;

export const load: PageServerLoad = async (event) => {
	event.depends('admin:displays');
	const { app } = event.locals;
	const query = readListQuery(event.url, ['name', 'unit', 'seen'], CARDS);
	const { rows, total } = await app.displays.list({
		...query,
		within: unitsWithin(event, 'displays.manage')
	});
	const paired = event.url.searchParams.get('paired');
	return {
		rows,
		total,
		size: CARDS,
		paired: paired === null ? undefined : app.displays.stateOf(paired)?.name,
		boards: app.boards.list().map(({ code, name }) => ({ code, name })),
		now: app.clock(),
		timeZone: app.organisation.settings.timeZone
	};
};

/** The display that a button belongs to; whoever pressed it manages its unit. */
async function pressed(event: RequestEvent) {
	const { app, principal } = event.locals;
	const sent = await event.request.formData();
	const id = String(sent.get('id') ?? '');
	demand(event, 'displays.manage', app.displays.subjectOf(id));
	const name = app.displays.stateOf(id)?.name ?? '';
	return { app, id, name, actor: actorName(principal), on: sent.get('on') === 'yes' };
}

const answer = (id: string, name: string, done: string, found: boolean) =>
	found ? { id, name, done } : fail(404, { id, name, done: 'unknown' });

export const actions: Actions = {
	identify: async (event) => {
		const { app, id, name } = await pressed(event);
		return answer(id, name, 'identify', await app.displays.command(id, 'identify'));
	},
	reload: async (event) => {
		const { app, id, name } = await pressed(event);
		return answer(id, name, 'reload', await app.displays.command(id, 'reload'));
	},
	mute: async (event) => {
		const { app, id, name, actor, on } = await pressed(event);
		return answer(id, name, 'mute', await app.displays.mute(id, on, actor));
	},
	blank: async (event) => {
		const { app, id, name, actor, on } = await pressed(event);
		return answer(id, name, 'blank', await app.displays.blank(id, on, actor));
	},
	revoke: async (event) => {
		const { app, id, name, actor } = await pressed(event);
		return answer(id, name, 'revoke', await app.displays.revoke(id, actor));
	}
};
