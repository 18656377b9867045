import { error } from '@sveltejs/kit';
import { actorName } from '$lib/domain/permissions.ts';
import { datedParts, partsForm, readParts } from '$lib/forms/targeting.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import { aboveParts, addressOf, demandOn, mayOn } from '../reach.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const at = addressOf(event);
	const read = await app.timeParts.read(at);
	if (!read.ok) error(404, { message: 'not-found' });
	return {
		view: read.view,
		measure: app.setting.measureOf(at.metric),
		writable: mayOn(event, 'targets.write', at),
		form: await offerForm(partsForm, { ...at, parts: '{}' })
	};
};

export const actions: Actions = {
	save: async (event) => {
		const received = await receiveForm(event, partsForm);
		if (!received.ok) return received.answer;
		const { form, data } = received;
		demandOn(event, 'targets.write', data);
		const { app, locale, principal } = event.locals;
		const parts = readParts(datedParts, data.parts);
		// Thousands of parts need not travel back; what is wrong with them stands above the table.
		form.data.parts = '';
		if (!parts) return refuseForm(form, [{ path: '', reason: 'invalid-input' }], locale);
		const saved = await app.timeParts.save(data, parts, actorName(principal));
		if (!saved.ok) return refuseForm(form, aboveParts(saved.problems), locale);
		return accept(form, m.targets_in_force({}, { locale }));
	}
};
