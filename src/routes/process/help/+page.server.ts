import { unitsWithin } from '$lib/access/guard.ts';
import { helpClosePage, helpTakePage } from '$lib/forms/process-pages.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import { carryOut } from '$lib/process/carry-out.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { app, principal } = event.locals;
	const board = await app.process.help.board(unitsWithin(event, 'help.take'));
	return {
		...board,
		// The ids of the taps: a form sent twice takes it once.
		open: board.open.map((help) => ({ ...help, tap: crypto.randomUUID() })),
		me: principal.kind === 'person' ? principal.code : undefined,
		now: app.clock(),
		timeZone: app.organisation.settings.timeZone,
		takeForm: await offerForm(helpTakePage, {}, 'take'),
		closeForm: await offerForm(helpClosePage, {}, 'close')
	};
};

export const actions: Actions = {
	take: async (event) => {
		const received = await receiveForm(event, helpTakePage, 'take');
		if (!received.ok) return received.answer;
		const { locale } = event.locals;
		const taken = await carryOut(event, { what: 'help.take', ...received.data });
		return taken.ok
			? accept(received.form, m.process_help_taken({}, { locale }))
			: refuseForm(received.form, taken.problems, locale);
	},
	close: async (event) => {
		const received = await receiveForm(event, helpClosePage, 'close');
		if (!received.ok) return received.answer;
		const { locale } = event.locals;
		const closed = await carryOut(event, { what: 'help.close', ...received.data });
		return closed.ok
			? accept(received.form, m.process_help_closed({}, { locale }))
			: refuseForm(received.form, closed.problems, locale);
	}
};
