import { actorName } from '$lib/domain/permissions.ts';
import { keyForm } from '$lib/forms/catalog.ts';
import { offerForm, receiveForm } from '$lib/page-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({
	form: await offerForm(keyForm, { scopes: ['read'] })
});

export const actions: Actions = {
	default: async (event) => {
		const received = await receiveForm(event, keyForm);
		if (!received.ok) return received.answer;
		const { app, principal } = event.locals;
		// Shown once: it is nowhere else.
		const key = await app.keys.create(received.data, actorName(principal));
		return { form: received.form, key };
	}
};
