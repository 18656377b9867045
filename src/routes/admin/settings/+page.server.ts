import { actorName } from '$lib/domain/permissions.ts';
import { currencyOptions, zoneOptions } from '$lib/format/region.ts';
import { readSettings, typedSettings } from '$lib/forms/read-settings.ts';
import { settingsPageForm } from '$lib/forms/settings.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { clock, organisation, settingsPreview } = locals.app;
	return {
		settings: organisation.settings,
		form: await offerForm(settingsPageForm, typedSettings(organisation.settings)),
		preview: await settingsPreview.read(),
		zones: zoneOptions(locals.locale, clock()),
		currencies: currencyOptions(locals.locale)
	};
};

export const actions: Actions = {
	default: async (event) => {
		const received = await receiveForm(event, settingsPageForm);
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, locale, principal } = event.locals;
		const read = readSettings(data);
		if (!read.ok) return refuseForm(form, read.problems, locale);
		const put = await app.organisation.update(read.settings, {}, actorName(principal));
		return put.ok
			? accept(form, m.settings_saved({}, { locale }))
			: refuseForm(form, put.problems, locale);
	}
};
