import { actorName } from '$lib/domain/permissions.ts';
import { processSettingsPage } from '$lib/forms/process-pages.ts';
import { accept, offerForm, receiveForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { reportCutOff, escalateHours, noteTags } = await locals.app.process.settings.read();
	const known = { reportCutOff, escalateHours, noteTags: noteTags.join(' ') };
	return { form: await offerForm(processSettingsPage, known) };
};

export const actions: Actions = {
	default: async (event) => {
		const received = await receiveForm(event, processSettingsPage);
		if (!received.ok) return received.answer;
		const { app, locale, principal } = event.locals;
		const { noteTags, ...settings } = received.data;
		const tags = [...new Set(noteTags.split(/[\s\p{P}]+/u).filter(Boolean))];
		await app.process.settings.update({ ...settings, noteTags: tags }, actorName(principal));
		return accept(received.form, m.form_saved({}, { locale }));
	}
};
