import { actorName } from '$lib/domain/permissions.ts';
import { closeForm, reopenForm } from '$lib/forms/periods.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { app } }) => {
	const { fractionDigits, timeZone } = app.organisation.settings;
	return {
		...(await app.periods.list()),
		now: app.clock(),
		zone: timeZone,
		fractionDigits,
		closeForm: await offerForm(closeForm, {}, 'close'),
		reopenForm: await offerForm(reopenForm, {}, 'reopen')
	};
};

export const actions: Actions = {
	close: async (event) => {
		const received = await receiveForm(event, closeForm, 'close');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, locale, principal } = event.locals;
		const done = await app.periods.close(data.month, actorName(principal));
		return done.ok
			? accept(form, m.periods_closed_done({ count: done.closed.length }, { locale }))
			: refuseForm(form, done.problems, locale);
	},
	reopen: async (event) => {
		const received = await receiveForm(event, reopenForm, 'reopen');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, locale, principal } = event.locals;
		const done = await app.periods.reopen(data.month, data.reason, actorName(principal));
		return done.ok
			? accept(form, m.periods_reopened_done({ count: done.opened.length }, { locale }))
			: refuseForm(form, done.problems, locale);
	}
};
