import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { demand } from '$lib/access/guard.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { contestForm } from '$lib/forms/contest.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import { problemText } from '$lib/problem-text.server.ts';
import { choicesFor } from '../choices.ts';
import type { Actions, PageServerLoad, RouteParams } from './$types';

/** Goes on only if the contest's unit is within reach; one that nobody knows is refused alike. */
async function reach(event: RequestEvent<RouteParams>): Promise<number> {
	const id = Number(event.params.id);
	demand(event, 'contests.manage', (await event.locals.app.contests.subjectOf(id)) ?? {});
	return id;
}

export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const id = await reach(event);
	const known = await app.contests.formOf(id);
	if (!known) error(404, { message: 'not-found' });
	const { phase, settledAt } = known.state;
	if (settledAt) redirect(303, `/contests/${id}`);
	return {
		id,
		form: await offerForm(contestForm, known.form),
		begun: phase !== 'coming',
		...choicesFor(event)
	};
};

export const actions: Actions = {
	save: async (event) => {
		const id = await reach(event);
		const received = await receiveForm(event, contestForm);
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, principal, locale } = event.locals;
		demand(event, 'contests.manage', app.directory.subjectOf('units', data.unit));
		const saved = await app.contests.change(id, data, actorName(principal));
		if (!saved.ok) return refuseForm(form, saved.problems, locale);
		return accept(form, m.form_saved({}, { locale }));
	},

	remove: async (event) => {
		const id = await reach(event);
		const { app, principal, locale } = event.locals;
		const removed = await app.contests.remove(id, actorName(principal));
		if (removed.ok) redirect(303, '/admin/contests');
		return fail(422, {
			refused: removed.problems.map((one) => problemText(one, locale)).join(' ')
		});
	}
};
