import { unitsWithin } from '$lib/access/guard.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { readThresholds, thresholdsForm, typedThresholds } from '$lib/forms/alerts.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import { askedUnit } from './asked.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?unit=`. */
export const load: PageServerLoad = async (event) => {
	const { alerts, checks, directory } = event.locals.app;
	if (!directory.mirror.company()) return { unit: undefined };
	const unit = askedUnit(event);
	const { own, inherits } = alerts.thresholds.read(unit.id);
	return {
		unit: { code: unit.code, name: unit.name, top: unit.parentId === null },
		units: checks.units(unitsWithin(event, 'alerts.set')),
		deciding: alerts.thresholds.deciding(),
		inherits,
		rules: alerts.rules,
		form: await offerForm(thresholdsForm, typedThresholds(unit.code, own)),
		preview: await alerts.preview.read(unit.code, own)
	};
};

export const actions: Actions = {
	default: async (event) => {
		const received = await receiveForm(event, thresholdsForm);
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, locale, principal } = event.locals;
		const unit = askedUnit(event, data.unit);
		const read = readThresholds(data);
		if (!read.ok) return refuseForm(form, read.problems, locale);
		const put = await app.alerts.thresholds.put(unit.code, read.own, actorName(principal));
		return put.ok
			? accept(form, m.alerts_set_saved({}, { locale }))
			: refuseForm(form, put.problems, locale);
	}
};
