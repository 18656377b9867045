import { fail } from '@sveltejs/kit';
import { demand, personOf, unitsWithin } from '$lib/access/guard.ts';
import { checkForm } from '$lib/forms/check.ts';
import { receiveForm } from '$lib/page-form.ts';
import { problemText } from '$lib/problem-text.server.ts';
import { readDay, readPage } from '$lib/tracking/query.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?day=`, today unless named; `?unit=` narrows the list to one unit. */
export const load: PageServerLoad = async (event) => {
	const { app, principal } = event.locals;
	const asked = event.url.searchParams;
	const within = unitsWithin(event, 'targets.check');
	const unit = asked.get('unit') || undefined;
	if (unit !== undefined) demand(event, 'targets.check', app.directory.subjectOf('units', unit));
	const list = await app.checks.list({
		scope: unit === undefined ? within : [unit],
		day: readDay(asked.get('day')),
		page: readPage(asked.get('page'))
	});
	const { fractionDigits, timeZone } = app.organisation.settings;
	const me = principal.kind === 'person' ? principal.code : undefined;
	return {
		list,
		me,
		mine: list.supervisors.find(({ code }) => code === me),
		/** Whoever leads sees how they stand themselves; administrators see everybody. */
		supervisors: within === undefined ? list.supervisors : undefined,
		units: app.checks.units(within),
		unit,
		fractionDigits,
		timeZone
	};
};

export const actions: Actions = {
	tick: async (event) => {
		const { app, locale } = event.locals;
		const received = await receiveForm(event, checkForm);
		if (!received.ok) return received.answer;
		const { data } = received;
		demand(event, 'targets.check', app.directory.subjectOf('reps', data.rep));
		const ticked = await app.checks.tick(data, personOf(event).code);
		if (ticked.ok) return { ticked: data };
		const refused = ticked.problems.map((problem) => problemText(problem, locale)).join(' ');
		return fail(422, { refused, rep: data.rep, metric: data.metric, note: data.note });
	}
};
