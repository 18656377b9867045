import { forgotForm } from '$lib/forms/access.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	form: await offerForm(forgotForm),
	byMail: locals.app.forgotten.byMail
});

export const actions: Actions = {
	default: async (event) => {
		const received = await receiveForm(event, forgotForm);
		if (!received.ok) return received.answer;
		const { app, locale } = event.locals;
		const asked = await app.forgotten.ask(received.data.login, event.getClientAddress());
		if (!asked.ok) return refuseForm(received.form, asked.problems, locale);
		return accept(received.form, m.forgot_sent({}, { locale }));
	}
};
