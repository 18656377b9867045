import { error } from '@sveltejs/kit';
import { actorName } from '$lib/domain/permissions.ts';
import { amountForm, factorsForm } from '$lib/forms/targeting.ts';
import { readFactors, readTarget, showFactors, showTarget } from '$lib/forms/read-target.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import { addressOf, besideAmount, demandOn } from '../reach.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const at = addressOf(event);
	demandOn(event, 'targets.write', at);
	const read = await app.setting.read(at);
	if (!read.ok) error(404, { message: 'not-found' });
	const { setting } = read;
	const measure = app.setting.measureOf(at.metric);
	return {
		setting,
		measure,
		amount: await offerForm(
			amountForm,
			{ ...at, amount: showTarget(setting.current, measure) },
			'amount'
		),
		factors: await offerForm(
			factorsForm,
			{ ...at, ...showFactors(setting.factors, measure) },
			'factors'
		)
	};
};

export const actions: Actions = {
	amount: async (event) => {
		const received = await receiveForm(event, amountForm, 'amount');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		demandOn(event, 'targets.write', data);
		const { app, locale, principal } = event.locals;
		const read = readTarget(data.amount, app.setting.measureOf(data.metric));
		if (!read.ok) return refuseForm(form, read.problems, locale);
		const put = await app.setting.put(data, read.amount, actorName(principal));
		if (!put.ok) return refuseForm(form, besideAmount(put.problems), locale);
		return accept(form, m.targets_in_force({}, { locale }));
	},

	factors: async (event) => {
		const received = await receiveForm(event, factorsForm, 'factors');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		demandOn(event, 'targets.write', data);
		const { app, locale, principal } = event.locals;
		const read = readFactors(data, app.setting.measureOf(data.metric));
		if (!read.ok) return refuseForm(form, read.problems, locale);
		const put = await app.setting.putFactors(data, read.factors, actorName(principal));
		if (!put.ok) return refuseForm(form, put.problems, locale);
		return accept(form, m.form_saved({}, { locale }));
	}
};
