import { error, fail, type RequestEvent } from '@sveltejs/kit';
import { demand, unitsWithin } from '$lib/access/guard.ts';
import { actorName, may, reachOf, type Action } from '$lib/domain/permissions.ts';
import {
	datesForm,
	endForm,
	grantForm,
	joinForm,
	leaveForm,
	personForm
} from '$lib/forms/people.ts';
import { dropMedia, putMedia } from '$lib/media-form.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import { problemText } from '$lib/problem-text.server.ts';
import type { Outcome } from '$server/problems.ts';
import type { Actions, PageServerLoad, RouteParams } from './$types';

type Asked = RequestEvent<RouteParams>;

/** Goes on only if the person of the page is within reach. Gives the code, and who acts. */
async function reach(event: Asked, action: Action): Promise<{ code: string; actor: string }> {
	const { code } = event.params;
	demand(event, action, ...(await event.locals.app.people.subjectsOf(code)));
	return { code, actor: actorName(event.locals.principal) };
}

/** A membership is of the rep and of its team; what touches it moves along, so its neighbours count too. */
function reachMembership(event: Asked, id: number): void {
	const { directory } = event.locals.app;
	const { mirror } = directory;
	const rep = mirror.reps.named(event.params.code);
	const all = rep ? mirror.membershipsOf(rep.id) : [];
	const at = all.findIndex((membership) => membership.id === id);
	if (at < 0) error(404, { message: 'not-found' });
	const teams = all.slice(Math.max(0, at - 1), at + 2).map(({ teamId }) => teamId);
	demand(
		event,
		'people.write',
		...teams.map((team) => directory.subjectOf('units', mirror.units.get(team)!.code))
	);
}

/** For buttons without a form of their own. */
function answer(event: Asked, outcome: Outcome<object>) {
	if (outcome.ok) return { done: true as const };
	const text = outcome.problems.map((one) => problemText(one, event.locals.locale)).join(' ');
	return fail(422, { refused: text });
}

const numberIn = async ({ request }: Asked, name: string): Promise<number> =>
	Number((await request.formData()).get(name));

export const load: PageServerLoad = async (event) => {
	const { app, principal } = event.locals;
	const { code } = event.params;
	const subjects = await app.people.subjectsOf(code);
	demand(event, 'people.read', ...subjects);
	const person = await app.people.read(code);
	if (!person) error(404, { message: 'not-found' });
	const can = (action: Action) => subjects.every((subject) => may(principal, action, subject));
	const today = app.organisation.today();
	const { name, phone, email, administrator, viewer, leads } = person;
	return {
		person,
		media: await app.media.of(code),
		honours: await app.honours.ofRep(code),
		/** What whoever looks may do here. */
		can: {
			write: can('people.write'),
			grant: reachOf(principal, 'people.grant') === 'any',
			signIn: await app.people.givesNoMore(principal, code)
		},
		places: app.unitTree.places(unitsWithin(event, 'people.write')),
		forms: {
			save: await offerForm(personForm, { name, phone: phone ?? '', email: email ?? '' }, 'save'),
			grant: await offerForm(
				grantForm,
				{ administrator, viewer, leads: leads.map((unit) => unit.code) },
				'grant'
			),
			join: await offerForm(joinForm, { since: today }, 'join'),
			end: await offerForm(endForm, { until: today }, 'end'),
			correct: await offerForm(datesForm, {}, 'correct'),
			away: await offerForm(leaveForm, { from: today, to: today }, 'away')
		}
	};
};

export const actions: Actions = {
	save: async (event) => {
		const { code } = await reach(event, 'people.write');
		const received = await receiveForm(event, personForm, 'save');
		if (!received.ok) return received.answer;
		const { app, principal, locale } = event.locals;
		const saved = await app.people.update(code, received.data, principal);
		if (!saved.ok) return refuseForm(received.form, saved.problems, locale);
		return accept(received.form, m.people_saved({}, { locale }));
	},

	grant: async (event) => {
		const { code, actor } = await reach(event, 'people.grant');
		const received = await receiveForm(event, grantForm, 'grant');
		if (!received.ok) return received.answer;
		const { app, locale } = event.locals;
		const granted = await app.people.grant(code, received.data, actor);
		if (!granted.ok) return refuseForm(received.form, granted.problems, locale);
		return accept(received.form, m.people_saved({}, { locale }));
	},

	join: async (event) => {
		const { code, actor } = await reach(event, 'people.write');
		const received = await receiveForm(event, joinForm, 'join');
		if (!received.ok) return received.answer;
		const { app, locale } = event.locals;
		// Before and after: whoever moves somebody needs both teams (ACCESS-4).
		demand(event, 'people.write', app.directory.subjectOf('units', received.data.team));
		const joined = await app.people.join(code, received.data, actor);
		if (!joined.ok) return refuseForm(received.form, joined.problems, locale);
		return accept(received.form, m.people_joined({}, { locale }));
	},

	end: async (event) => {
		const { code, actor } = await reach(event, 'people.write');
		const received = await receiveForm(event, endForm, 'end');
		if (!received.ok) return received.answer;
		const { app, locale } = event.locals;
		const ended = await app.directory.memberships.end(code, received.data.until, actor);
		if (!ended.ok) return refuseForm(received.form, ended.problems, locale);
		return accept(received.form, m.people_saved({}, { locale }));
	},

	correct: async (event) => {
		const { code, actor } = await reach(event, 'people.write');
		const received = await receiveForm(event, datesForm, 'correct');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, locale } = event.locals;
		reachMembership(event, data.id);
		const dates = { since: data.since || undefined, until: data.until || undefined };
		const corrected = await app.directory.memberships.correct(code, data.id, dates, actor);
		if (!corrected.ok) return refuseForm(form, corrected.problems, locale);
		return accept(form, m.people_saved({}, { locale }));
	},

	cancel: async (event) => {
		const { code, actor } = await reach(event, 'people.write');
		const id = await numberIn(event, 'id');
		reachMembership(event, id);
		return answer(event, await event.locals.app.directory.memberships.cancel(code, id, actor));
	},

	away: async (event) => {
		const { code, actor } = await reach(event, 'people.write');
		const received = await receiveForm(event, leaveForm, 'away');
		if (!received.ok) return received.answer;
		const { app, locale } = event.locals;
		const added = await app.directory.leave.add(code, received.data, actor);
		if (!added.ok) return refuseForm(received.form, added.problems, locale);
		return accept(received.form, m.people_saved({}, { locale }));
	},

	back: async (event) => {
		const { code, actor } = await reach(event, 'people.write');
		const id = await numberIn(event, 'id');
		const { leave } = event.locals.app.directory;
		if (!leave.list(code).some((one) => one.id === id)) error(404, { message: 'not-found' });
		return answer(event, await leave.remove(id, actor));
	},

	disable: async (event) => {
		const { code, actor } = await reach(event, 'people.grant');
		return answer(event, await event.locals.app.people.disable(code, true, actor));
	},

	enable: async (event) => {
		const { code, actor } = await reach(event, 'people.grant');
		return answer(event, await event.locals.app.people.disable(code, false, actor));
	},

	media: async (event) => putMedia(event, (await reach(event, 'people.write')).code),
	dropMedia: async (event) => dropMedia(event, (await reach(event, 'people.write')).code),

	invite: async (event) => {
		const { code } = await reach(event, 'people.invite');
		const invited = await event.locals.app.people.invite(code, event.locals.principal);
		return invited.ok ? { invitation: invited.invitation } : answer(event, invited);
	}
};
