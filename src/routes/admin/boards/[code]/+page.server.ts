import { error, fail, redirect } from '@sveltejs/kit';
import { actorName } from '$lib/domain/permissions.ts';
import { boardForm, copyBoardForm } from '$lib/forms/board.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import { problemText } from '$lib/problem-text.server.ts';
import { contestChoices, metricChoices } from '../choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { app } = locals;
	const board = app.boards.named(params.code);
	if (!board) error(404, { message: 'not-found' });
	const { code, name, metric, revision, plan } = board;
	const known = { name, metric: metric.code, revision, plan: JSON.stringify(plan) };
	return {
		code,
		name,
		plan,
		form: await offerForm(boardForm, known, 'save'),
		copy: await offerForm(copyBoardForm, {}, 'duplicate'),
		metrics: metricChoices(app),
		contests: await contestChoices(app, plan),
		units: app.displays.choices().units,
		displays: app.displays.showing(code)
	};
};

export const actions: Actions = {
	save: async (event) => {
		const { app, principal, locale } = event.locals;
		const received = await receiveForm(event, boardForm, 'save');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const put = await app.boardBooks.put(event.params.code, data, actorName(principal));
		if (!put.ok) return refuseForm(form, put.problems, locale);
		form.data.revision = put.revision;
		return accept(form, m.boards_saved({}, { locale }));
	},

	duplicate: async (event) => {
		const { app, principal, locale } = event.locals;
		const received = await receiveForm(event, copyBoardForm, 'duplicate');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const made = await app.boardBooks.duplicate(event.params.code, data, actorName(principal));
		if (!made.ok) return refuseForm(form, made.problems, locale);
		redirect(303, `/admin/boards/${encodeURIComponent(data.code)}`);
	},

	remove: async ({ locals, params }) => {
		const { app, principal, locale } = locals;
		const removed = await app.boardBooks.remove(params.code, actorName(principal));
		if (removed.ok) redirect(303, '/admin/boards');
		return fail(409, { refused: removed.problems.map((p) => problemText(p, locale)).join(' ') });
	}
};
