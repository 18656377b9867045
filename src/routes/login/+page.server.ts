import { redirect } from '@sveltejs/kit';
import { sessionCookie } from '$lib/access/session-cookie.ts';
import { loginForm } from '$lib/forms/access.ts';
import { offerForm, receiveForm, refuseWhole } from '$lib/page-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** Only to a page of this site: `//elsewhere` and `/\elsewhere` lead away. */
const ownPage = (to: string | null): string => (to && /^\/(?![/\\])/.test(to) ? to : '/');

export const load: PageServerLoad = async ({ locals, url }) => {
	if (locals.principal.kind === 'person') redirect(303, ownPage(url.searchParams.get('to')));
	return { form: await offerForm(loginForm) };
};

export const actions: Actions = {
	default: async (event) => {
		const received = await receiveForm(event, loginForm);
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, locale } = event.locals;
		const account = await app.accounts.open(data.login, data.password);
		if (!account) return refuseWhole(form, { status: 401, reason: 'wrong-login' }, locale);
		const { id, expiresAt } = await app.sessions.start(account, {
			userAgent: event.request.headers.get('user-agent'),
			address: event.getClientAddress()
		});
		sessionCookie.write(event, id, expiresAt);
		redirect(303, ownPage(event.url.searchParams.get('to')));
	}
};
