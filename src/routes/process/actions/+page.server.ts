import { demand, unitsWithin } from '$lib/access/guard.ts';
import { actionSettlePage } from '$lib/forms/process-pages.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import { carryOut } from '$lib/process/carry-out.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?unit=` narrows the list to one unit. */
export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const within = unitsWithin(event, 'floor.act');
	const unit = event.url.searchParams.get('unit') || undefined;
	if (unit !== undefined) demand(event, 'floor.act', app.directory.subjectOf('units', unit));
	return {
		...(await app.process.actions.list(unit === undefined ? within : [unit])),
		units: app.checks.units(within),
		unit,
		today: app.organisation.today(),
		now: app.clock(),
		timeZone: app.organisation.settings.timeZone,
		settleForm: await offerForm(actionSettlePage, {}, 'settle')
	};
};

export const actions: Actions = {
	settle: async (event) => {
		const received = await receiveForm(event, actionSettlePage, 'settle');
		if (!received.ok) return received.answer;
		const { locale } = event.locals;
		const settled = await carryOut(event, { what: 'action.settle', ...received.data });
		return settled.ok
			? accept(received.form, m.process_action_settled({}, { locale }))
			: refuseForm(received.form, settled.problems, locale);
	}
};
