import { fail } from '@sveltejs/kit';
import { personOf } from '$lib/access/guard.ts';
import { momentCheer } from '$lib/forms/cheer.ts';
import { receiveForm } from '$lib/page-form.ts';
import { problemText } from '$lib/problem-text.server.ts';
import type { Actions, PageServerLoad } from './$types';

const SHOWN = 40;

/** `?unit=` narrows it to one unit and all below. */
export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const { code } = personOf(event);
	const unit = event.url.searchParams.get('unit') || undefined;
	const { fractionDigits, timeZone } = app.organisation.settings;
	return {
		moments: await app.celebrations.recent({ unit, limit: SHOWN, code }),
		fractionDigits,
		timeZone,
		now: app.clock()
	};
};

export const actions: Actions = {
	cheer: async (event) => {
		const { app, locale } = event.locals;
		const person = personOf(event);
		const received = await receiveForm(event, momentCheer);
		if (!received.ok) return received.answer;
		const cheered = await app.celebrations.cheer(received.data, person);
		if (cheered.ok) return { cheered: received.data.celebration };
		const refused = cheered.problems.map((problem) => problemText(problem, locale)).join(' ');
		return fail(422, { refused });
	}
};
