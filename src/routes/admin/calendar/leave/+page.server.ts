import { demand, unitsWithin } from '$lib/access/guard.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { calendarYear, leavePageForm, leaveRemovalForm } from '$lib/forms/calendar.ts';
import { readWeight } from '$lib/forms/read-calendar.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import type { App } from '$server/app.ts';
import type { Actions, PageServerLoad } from './$types';

const CHOICES = 12;

/** The rep's own days: when they joined and left, and their leave. */
function chosenRep({ directory }: App, code: string) {
	const rep = directory.mirror.reps.named(code);
	if (!rep) return undefined;
	const { from, to } = directory.mirror.daysOf(rep.id);
	return {
		code,
		name: rep.name,
		days: {
			...(from === undefined ? {} : { from }),
			...(to === undefined ? {} : { to }),
			leave: [...directory.leave.list(code)]
		}
	};
}

export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const { searchParams } = event.url;
	const today = app.organisation.today();
	const asked = calendarYear.safeParse(searchParams.get('year') ?? today.slice(0, 4));
	const code = searchParams.get('rep');
	const text = (searchParams.get('q') ?? '').slice(0, 100);
	if (code !== null) demand(event, 'people.write', app.directory.subjectOf('reps', code));
	return {
		today,
		query: text,
		year: app.organisation.year(asked.data ?? Number(today.slice(0, 4))),
		rep: code === null ? undefined : chosenRep(app, code),
		found: app.directory.search('reps', {
			q: text,
			sort: 'name',
			size: CHOICES,
			within: unitsWithin(event, 'people.write')
		}).rows,
		addForm: await offerForm(leavePageForm, { rep: code ?? '' }, 'add')
	};
};

export const actions: Actions = {
	add: async (event) => {
		const received = await receiveForm(event, leavePageForm, 'add');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, locale, principal } = event.locals;
		demand(event, 'people.write', app.directory.subjectOf('reps', data.rep));
		const read = readWeight(data.weight);
		if (!read.ok) return refuseForm(form, read.problems, locale);
		const { from, to } = data;
		const leave = { from, to, weight: read.weight };
		const added = await app.directory.leave.add(data.rep, leave, actorName(principal));
		return added.ok
			? accept(form, m.calendar_leave_added({}, { locale }))
			: refuseForm(form, added.problems, locale);
	},
	remove: async (event) => {
		const received = await receiveForm(event, leaveRemovalForm, 'remove');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, locale, principal } = event.locals;
		demand(event, 'people.write', app.directory.subjectOf('reps', data.rep));
		// Of this rep: whose leave it is decides who may remove it.
		if (!app.directory.leave.list(data.rep).some(({ id }) => id === data.leave))
			return refuseForm(
				form,
				[{ path: 'leave', reason: 'unknown-leave', value: data.leave }],
				locale
			);
		const removed = await app.directory.leave.remove(data.leave, actorName(principal));
		return removed.ok
			? accept(form, m.calendar_leave_removed({}, { locale }))
			: refuseForm(form, removed.problems, locale);
	}
};
