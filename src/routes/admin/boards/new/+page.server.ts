import { redirect } from '@sveltejs/kit';
import { actorName } from '$lib/domain/permissions.ts';
import { newBoardForm } from '$lib/forms/board.ts';
import { offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { metricChoices } from '../choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	form: await offerForm(newBoardForm),
	metrics: metricChoices(locals.app)
});

export const actions: Actions = {
	default: async (event) => {
		const { app, principal, locale } = event.locals;
		const received = await receiveForm(event, newBoardForm);
		if (!received.ok) return received.answer;
		const made = await app.boardBooks.create(received.data, actorName(principal));
		if (!made.ok) return refuseForm(received.form, made.problems, locale);
		redirect(303, `/admin/boards/${encodeURIComponent(received.data.code)}`);
	}
};
