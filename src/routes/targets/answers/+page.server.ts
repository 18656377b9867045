import { personOf } from '$lib/access/guard.ts';
import { answerForm } from '$lib/forms/targeting.ts';
import { offerForm } from '$lib/page-form.ts';
import { answer } from '../answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const person = personOf(event);
	const [open, former] = await Promise.all([app.rounds.open(person), app.rounds.former(person)]);
	return { open, former, form: await offerForm(answerForm, {}, 'answer') };
};

export const actions: Actions = { answer };
