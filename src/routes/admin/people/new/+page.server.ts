import { redirect } from '@sveltejs/kit';
import { demand, unitsWithin } from '$lib/access/guard.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { newPersonForm } from '$lib/forms/people.ts';
import { offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const within = unitsWithin(event, 'people.write');
	const places = app.unitTree.places(within);
	const teams = places.filter(({ kind }) => kind === 'team');
	const asked = teams.find(({ code }) => code === event.url.searchParams.get('team'));
	const team = asked ?? (within && teams.length === 1 ? teams[0] : undefined);
	return {
		form: await offerForm(newPersonForm, {
			since: app.organisation.today(),
			team: team?.code ?? ''
		}),
		places,
		/** A manager adds people to their own teams only. */
		mustJoin: within !== undefined
	};
};

export const actions: Actions = {
	default: async (event) => {
		const received = await receiveForm(event, newPersonForm);
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, principal, locale } = event.locals;
		// Who belongs nowhere belongs to nobody.
		demand(event, 'people.write', data.team ? app.directory.subjectOf('units', data.team) : {});
		const made = await app.people.create(data.code, data, actorName(principal));
		if (!made.ok) return refuseForm(form, made.problems, locale);
		redirect(303, `/admin/people/${encodeURIComponent(data.code)}`);
	}
};
