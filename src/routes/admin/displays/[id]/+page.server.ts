import { error, redirect } from '@sveltejs/kit';
import { demand, unitsWithin } from '$lib/access/guard.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { displayForm } from '$lib/forms/display.ts';
import { offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const { id } = event.params;
	demand(event, 'displays.manage', app.displays.subjectOf(id));
	const display = await app.displays.view(id);
	if (!display) error(404, { message: 'not-found' });
	const { name, board, unit, locale, hours } = display;
	const known = {
		name,
		board,
		unit: unit.code,
		locale: locale ?? ('' as const),
		...(hours ? { awakeDays: hours.days, awakeFrom: hours.start, awakeUntil: hours.end } : {})
	};
	return {
		form: await offerForm(displayForm, known),
		name,
		choices: app.displays.choices(unitsWithin(event, 'displays.manage')),
		spoken: app.organisation.settings.locale
	};
};

export const actions: Actions = {
	default: async (event) => {
		const { app, principal, locale } = event.locals;
		const { id } = event.params;
		demand(event, 'displays.manage', app.displays.subjectOf(id));
		const received = await receiveForm(event, displayForm);
		if (!received.ok) return received.answer;
		const { form, data } = received;
		demand(event, 'displays.manage', app.directory.subjectOf('units', data.unit));
		const put = await app.displays.put(id, data, actorName(principal));
		if (!put.ok) return refuseForm(form, put.problems, locale);
		redirect(303, '/admin/displays');
	}
};
