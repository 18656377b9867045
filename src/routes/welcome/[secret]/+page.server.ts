import { error, redirect } from '@sveltejs/kit';
import { sessionCookie } from '$lib/access/session-cookie.ts';
import { whence } from '$lib/access/whence.ts';
import { welcomeForm } from '$lib/forms/access.ts';
import { speak } from '$lib/i18n.ts';
import { offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** Looking does not use the link up: mail programs look at every link. */
export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	// The address is a secret: nothing keeps the page.
	event.setHeaders({ 'cache-control': 'no-store' });
	const link = await app.links.read(event.params.secret);
	if (!link) error(410, { message: 'link-gone' });
	if (link.locale) speak(event, link.locale);
	const { account, name, kind } = link;
	return {
		account,
		name,
		kind,
		organisation: app.organisation.settings.name,
		form: await offerForm(welcomeForm)
	};
};

export const actions: Actions = {
	default: async (event) => {
		const link = await event.locals.app.links.read(event.params.secret);
		if (link?.locale) speak(event, link.locale);
		const received = await receiveForm(event, welcomeForm);
		if (!received.ok) return received.answer;
		const { app, locale } = event.locals;
		const redeemed = await app.links.redeem(event.params.secret, received.data.password);
		if (!redeemed.ok) return refuseForm(received.form, redeemed.problems, locale);
		const { id, expiresAt } = await app.sessions.start(redeemed.account, whence(event));
		sessionCookie.write(event, id, expiresAt);
		redirect(303, '/');
	}
};
