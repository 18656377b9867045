import { redirect } from '@sveltejs/kit';
import { demand } from '$lib/access/guard.ts';
import { addDays, periodOf } from '$lib/domain/period.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { contestForm } from '$lib/forms/contest.ts';
import { offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { choicesFor } from '../choices.ts';
import type { Actions, PageServerLoad } from './$types';

/** Begins as what is held most: the highest of the week to come. */
export const load: PageServerLoad = async (event) => {
	const choices = choicesFor(event);
	const next = periodOf('week', addDays(event.locals.app.organisation.today(), 7));
	const known = {
		kind: 'highest' as const,
		level: 'rep' as const,
		unit: choices.places[0]?.code ?? '',
		metric: 'sales',
		from: next.from,
		to: next.to
	};
	return { form: await offerForm(contestForm, known), ...choices };
};

export const actions: Actions = {
	default: async (event) => {
		const received = await receiveForm(event, contestForm);
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, principal, locale } = event.locals;
		demand(event, 'contests.manage', app.directory.subjectOf('units', data.unit));
		const added = await app.contests.add(data, actorName(principal));
		if (!added.ok) return refuseForm(form, added.problems, locale);
		redirect(303, `/contests/${added.id}`);
	}
};
