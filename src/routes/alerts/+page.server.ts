import { error, fail, type RequestEvent } from '@sveltejs/kit';
import { readerOf } from '$lib/alerts/reader.ts';
import { snoozesAt } from '$lib/alerts/snooze.ts';
import { demand, personOf, unitsWithin } from '$lib/access/guard.ts';
import { workingDayBeside } from '$lib/domain/calendar.ts';
import { RULES } from '$lib/domain/laggard.ts';
import { acknowledgeForm, snoozeForm, turnActionForm, turnHelpForm } from '$lib/forms/alerts.ts';
import type { ProcessCommand } from '$lib/forms/process.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import { problemText } from '$lib/problem-text.server.ts';
import { carryOut } from '$lib/process/carry-out.ts';
import type { Outcome, Problem } from '$server/problems.ts';
import type { Actions, PageServerLoad } from './$types';

const STATES = ['open', 'snoozed', 'over'] as const;
const oneOf = <T extends string>(of: readonly T[], asked: string | null): T | undefined =>
	of.find((one) => one === asked);

/** `?state=`, `?rule=`, `?unit=`, `?page=`. */
export const load: PageServerLoad = async (event) => {
	event.depends('app:alerts');
	const { app } = event.locals;
	const reader = readerOf(event);
	if (!reader) error(403, { message: 'not-allowed' });
	const asked = event.url.searchParams;
	const unit = asked.get('unit') || undefined;
	if (unit !== undefined) demand(event, 'alerts.read', app.directory.subjectOf('units', unit));
	const state = oneOf(STATES, asked.get('state')) ?? 'open';
	const rule = oneOf(RULES, asked.get('rule'));
	const page = Math.max(1, Number(asked.get('page')) || 1);
	const { workingHours, timeZone } = app.organisation.settings;
	const within = unitsWithin(event, 'alerts.read');
	const inbox = await app.alerts.list(reader, { state, rule, unit, page });
	return {
		inbox,
		state,
		rule,
		unit,
		page,
		rules: app.alerts.rules,
		leads: within === undefined || within.length > 0,
		units: app.checks.units(within),
		snoozes: snoozesAt(app.clock(), { clock: app.organisation.clock, workingHours }),
		today: app.organisation.today(),
		now: app.clock(),
		timeZone,
		/** What is agreed on is for the next working day, unless said otherwise. */
		due: workingDayBeside(app.organisation.today(), 1, app.organisation.calendar),
		actionForm: await offerForm(turnActionForm, {}, 'action'),
		helpForm: await offerForm(turnHelpForm, {}, 'help')
	};
};

/** Whoever acts may do so to whose alert it is. */
async function act(
	event: RequestEvent,
	id: number,
	work: (by: string) => Promise<Outcome<object>>
) {
	const { app, locale } = event.locals;
	const rep = app.alerts.repOf(id);
	if (rep !== undefined) demand(event, 'alerts.act', app.directory.subjectOf('reps', rep));
	const done = await work(personOf(event).code);
	if (done.ok) return { done: id };
	const refused = done.problems.map((problem) => problemText(problem, locale)).join(' ');
	return fail(422, { refused });
}

/** What is wrong with the alert itself stands above the form. */
const above = (problems: readonly Problem[]): Problem[] =>
	problems.map((problem) => (problem.path === 'alert' ? { ...problem, path: '' } : problem));

/** Makes something of an alert, by the same command that the tablet sends. */
async function turn(
	event: RequestEvent,
	alert: number,
	command: (rep: string) => ProcessCommand
): Promise<Outcome<object>> {
	const rep = event.locals.app.alerts.repOf(alert);
	if (rep !== undefined) return carryOut(event, command(rep));
	return { ok: false, problems: [{ path: '', reason: 'alert-over', value: alert }] };
}

export const actions: Actions = {
	action: async (event) => {
		const received = await receiveForm(event, turnActionForm, 'action');
		if (!received.ok) return received.answer;
		const { locale } = event.locals;
		const { alert, ...form } = received.data;
		const of = { origin: 'alert', originId: String(alert) } as const;
		const set = await turn(event, alert, (rep) => ({ what: 'action.set', ...form, rep, ...of }));
		return set.ok
			? accept(received.form, m.alerts_turned_action({}, { locale }))
			: refuseForm(received.form, above(set.problems), locale);
	},

	help: async (event) => {
		const received = await receiveForm(event, turnHelpForm, 'help');
		if (!received.ok) return received.answer;
		const { locale } = event.locals;
		const { alert: id, ...form } = received.data;
		const alert = String(id);
		const offered = await turn(event, id, (rep) => ({ what: 'help.offer', ...form, rep, alert }));
		return offered.ok
			? accept(received.form, m.alerts_turned_help({}, { locale }))
			: refuseForm(received.form, above(offered.problems), locale);
	},

	acknowledge: async (event) => {
		const received = await receiveForm(event, acknowledgeForm);
		if (!received.ok) return received.answer;
		const { id, note } = received.data;
		return act(event, id, (by) => event.locals.app.alerts.acknowledge(id, by, note));
	},

	snooze: async (event) => {
		const received = await receiveForm(event, snoozeForm);
		if (!received.ok) return received.answer;
		const { app } = event.locals;
		const { id, snooze } = received.data;
		const { workingHours } = app.organisation.settings;
		const choices = snoozesAt(app.clock(), { clock: app.organisation.clock, workingHours });
		const until = choices.find((choice) => choice.snooze === snooze)?.until ?? 0;
		return act(event, id, (by) => app.alerts.snooze(id, until, by));
	}
};
