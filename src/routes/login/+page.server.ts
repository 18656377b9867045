import { redirect } from '@sveltejs/kit';
import { ownPage } from '$lib/access/own-page.ts';
import { providerProblem } from '$lib/access/provider-problem.ts';
import { sessionCookie } from '$lib/access/session-cookie.ts';
import { whence } from '$lib/access/whence.ts';
import { loginForm } from '$lib/forms/access.ts';
import { offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const to = ownPage(url.searchParams.get('to'));
	if (locals.principal.kind === 'person') redirect(303, to);
	const { oidc } = locals.app;
	return {
		form: await offerForm(loginForm),
		oidc: oidc && { name: oidc.name, href: `/login/oidc?to=${encodeURIComponent(to)}` },
		/** Why the provider's answer did not sign anybody in. */
		problem: providerProblem(url, locals.locale)
	};
};

export const actions: Actions = {
	default: async (event) => {
		const received = await receiveForm(event, loginForm);
		if (!received.ok) return received.answer;
		const { app, locale } = event.locals;
		const signedIn = await app.signIn.byPassword(received.data, whence(event));
		if (!signedIn.ok) return refuseForm(received.form, signedIn.problems, locale);
		sessionCookie.write(event, signedIn.id, signedIn.expiresAt);
		redirect(303, ownPage(event.url.searchParams.get('to')));
	}
};
