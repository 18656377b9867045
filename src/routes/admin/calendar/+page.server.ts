import { actorName, may } from '$lib/domain/permissions.ts';
import { datesOf } from '$lib/domain/period.ts';
import {
	calendarYear,
	daysPageForm,
	MAX_DAYS_PER_REQUEST,
	weekPageForm
} from '$lib/forms/calendar.ts';
import { readWeek, readWeight, typedWeight } from '$lib/forms/read-calendar.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Problem } from '$server/problems.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { organisation } = locals.app;
	const today = organisation.today();
	const asked = calendarYear.safeParse(url.searchParams.get('year') ?? today.slice(0, 4));
	const year = organisation.year(asked.data ?? Number(today.slice(0, 4)));
	return {
		today,
		year,
		mayWrite: may(locals.principal, 'calendar.write', {}),
		weekForm: await offerForm(
			weekPageForm,
			{ week: year.week.map(typedWeight), holidays: year.holidays ?? 'none' },
			'week'
		),
		daysForm: await offerForm(daysPageForm, {}, 'days')
	};
};

/** The days that the form speaks of, or why it cannot be them. */
function spanProblems({ from, to }: { from: string; to: string }): Problem[] {
	if (to < from)
		return [{ path: 'to', reason: 'until-before-since', value: to, params: { since: from } }];
	return datesOf({ from, to }).length > MAX_DAYS_PER_REQUEST
		? [{ path: 'to', reason: 'days-too-many', params: { limit: MAX_DAYS_PER_REQUEST } }]
		: [];
}

type Event = Parameters<Actions[string]>[0];

async function setDays(
	event: Event,
	weightOf: (typed: string) => ReturnType<typeof readWeight> | { ok: true; weight: null }
) {
	const received = await receiveForm(event, daysPageForm, 'days');
	if (!received.ok) return received.answer;
	const { form, data } = received;
	const { app, locale, principal } = event.locals;
	const read = weightOf(data.weight);
	const problems = [...spanProblems(data), ...(read.ok ? [] : read.problems)];
	if (problems.length > 0 || !read.ok) return refuseForm(form, problems, locale);
	const note = data.note === '' ? null : data.note;
	const set = await app.organisation.setDays(
		datesOf(data).map((date) => ({ date, weight: read.weight, note })),
		actorName(principal)
	);
	return set.ok
		? accept(form, m.calendar_saved_days({}, { locale }))
		: refuseForm(form, set.problems, locale);
}

export const actions: Actions = {
	week: async (event) => {
		const received = await receiveForm(event, weekPageForm, 'week');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, locale, principal } = event.locals;
		const read = readWeek(data.week);
		if (!read.ok) return refuseForm(form, read.problems, locale);
		const holidays = data.holidays === 'CN' ? 'CN' : null;
		const put = await app.organisation.update(
			{},
			{ week: [...read.week], holidays },
			actorName(principal)
		);
		return put.ok
			? accept(form, m.calendar_saved_week({}, { locale }))
			: refuseForm(form, put.problems, locale);
	},
	days: (event) => setDays(event, readWeight),
	clear: (event) => setDays(event, () => ({ ok: true, weight: null }))
};
