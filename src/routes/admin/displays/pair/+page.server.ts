import { redirect } from '@sveltejs/kit';
import { demand, unitsWithin } from '$lib/access/guard.ts';
import { groupCode, readCode } from '$lib/domain/pairing-code.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { pairingForm } from '$lib/forms/display.ts';
import { MAIN_BOARD } from '$lib/live/protocol.ts';
import { offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?code=`: it was scanned from the screen. */
export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const choices = app.displays.choices(unitsWithin(event, 'displays.manage'));
	const scanned = readCode(event.url.searchParams.get('code') ?? '');
	const known = {
		code: scanned === undefined ? '' : groupCode(scanned),
		unit: choices.units[0]?.code ?? '',
		board: MAIN_BOARD
	};
	return {
		form: await offerForm(pairingForm, known),
		choices,
		spoken: app.organisation.settings.locale,
		scanned: scanned !== undefined
	};
};

export const actions: Actions = {
	default: async (event) => {
		const received = await receiveForm(event, pairingForm);
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, principal, locale } = event.locals;
		demand(event, 'displays.manage', app.directory.subjectOf('units', data.unit));
		const actor = actorName(principal);
		const paired = await app.pairings.pair(data, actor, actor);
		if (!paired.ok) return refuseForm(form, paired.problems, locale);
		redirect(303, `/admin/displays?paired=${paired.id}`);
	}
};
