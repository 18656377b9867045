import { redirect, type RequestEvent } from '@sveltejs/kit';
import { setupCookie } from '$lib/access/first-run.ts';
import { sessionCookie } from '$lib/access/session-cookie.ts';
import { whence } from '$lib/access/whence.ts';
import { currencyOptions, zoneOptions } from '$lib/format/region.ts';
import { setupCodeForm, setupForm } from '$lib/forms/setup.ts';
import { offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where each way to start leads. */
const AFTERWARDS = { empty: '/admin', demo: '/setup/demo', import: '/admin/imports' } as const;

/** Whether the browser has given the code already. */
async function isAdmitted(event: RequestEvent): Promise<boolean> {
	const code = setupCookie.read(event);
	if (code === undefined) return false;
	return (await event.locals.app.firstRun.admit(code, event.getClientAddress())).ok;
}

export const load: PageServerLoad = async (event) => {
	const { app, locale } = event.locals;
	if (!(await app.firstRun.isOpen())) redirect(303, '/');
	if (!(await isAdmitted(event)))
		return { step: 'code' as const, code: await offerForm(setupCodeForm) };
	return {
		step: 'form' as const,
		setup: await offerForm(setupForm, { locale }),
		zones: zoneOptions(locale, app.clock()),
		currencies: currencyOptions(locale)
	};
};

export const actions: Actions = {
	code: async (event) => {
		const received = await receiveForm(event, setupCodeForm);
		if (!received.ok) return received.answer;
		const { app, locale } = event.locals;
		const admitted = await app.firstRun.admit(received.data.code, event.getClientAddress());
		if (!admitted.ok) return refuseForm(received.form, admitted.problems, locale);
		setupCookie.write(event, received.data.code);
		redirect(303, '/setup');
	},

	finish: async (event) => {
		const received = await receiveForm(event, setupForm);
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, locale } = event.locals;
		const code = setupCookie.read(event) ?? '';
		const finished = await app.firstRun.finish(code, data, whence(event));
		if (!finished.ok) return refuseForm(form, finished.problems, locale);
		setupCookie.remove(event);
		sessionCookie.write(event, finished.id, finished.expiresAt);
		redirect(303, AFTERWARDS[data.start]);
	}
};
