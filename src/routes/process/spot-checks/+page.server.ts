import { unitsWithin } from '$lib/access/guard.ts';
import { spotDrawPage, spotRecordPage } from '$lib/forms/process-pages.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import { carryOut } from '$lib/process/carry-out.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const within = unitsWithin(event, 'floor.act');
	const { fractionDigits, timeZone } = app.organisation.settings;
	return {
		...(await app.process.spotChecks.list(within)),
		units: app.checks.units(within),
		/** The id of the tap: a form sent twice draws once. */
		tap: crypto.randomUUID(),
		now: app.clock(),
		fractionDigits,
		timeZone,
		recordForm: await offerForm(spotRecordPage, {}, 'record')
	};
};

export const actions: Actions = {
	draw: async (event) => {
		const received = await receiveForm(event, spotDrawPage, 'draw');
		if (!received.ok) return received.answer;
		const { locale } = event.locals;
		const drawn = await carryOut(event, { what: 'spot.draw', ...received.data });
		return drawn.ok
			? accept(received.form, m.process_spot_drawn({}, { locale }))
			: refuseForm(received.form, drawn.problems, locale);
	},
	record: async (event) => {
		const received = await receiveForm(event, spotRecordPage, 'record');
		if (!received.ok) return received.answer;
		const { locale } = event.locals;
		const recorded = await carryOut(event, { what: 'spot.record', ...received.data });
		return recorded.ok
			? accept(received.form, m.process_spot_recorded({}, { locale }))
			: refuseForm(received.form, recorded.problems, locale);
	}
};
