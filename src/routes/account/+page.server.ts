import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { demand, personOf } from '$lib/access/guard.ts';
import { providerProblem } from '$lib/access/provider-problem.ts';
import { deviceOf } from '$lib/format/user-agent.ts';
import { eventsFor, type PushEvent } from '$lib/domain/push.ts';
import { reachOf } from '$lib/domain/permissions.ts';
import { endSessionForm, passwordForm, profileForm } from '$lib/forms/access.ts';
import { pushForm, type PushForm } from '$lib/forms/push.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { dropMedia, putMedia } from '$lib/media-form.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Actions, PageServerLoad } from './$types';

/** Whose account it is: one's own, and no other. */
function ownerOf(event: RequestEvent) {
	const person = personOf(event);
	demand(event, 'account.manage', { person: person.code });
	return person;
}

const PUSH_FIELD: Readonly<Record<PushEvent, keyof PushForm>> = {
	'passed-by': 'passedBy',
	passed: 'passed',
	target: 'target',
	help: 'help',
	split: 'split',
	cheer: 'cheer',
	alert: 'alert',
	asked: 'asked'
};

/** What the owner of the account can be told: of themselves, and of whom they lead. */
const eventsOf = (event: RequestEvent): PushEvent[] =>
	eventsFor({
		sells: personOf(event).sells,
		leads: reachOf(event.locals.principal, 'floor.enter') === 'unit'
	});

export const load: PageServerLoad = async (event) => {
	const { app, locale, session } = event.locals;
	const { code, sells } = ownerOf(event);
	const events = eventsOf(event);
	const [account, sessions, connected, media, off] = await Promise.all([
		app.ownAccount.read(code),
		app.sessions.list(code),
		app.oidc?.isConnected(code),
		app.media.of(code),
		app.push.offOf(code)
	]);
	if (!account) error(404, { message: 'not-found' });
	return {
		code,
		/** A rep's name is on the boards: the directory keeps it. */
		nameIsOwn: !sells,
		media,
		email: account.email,
		phone: account.phone,
		hasPassword: account.hasPassword,
		profile: await offerForm(
			profileForm,
			{ name: account.name, locale: account.locale ?? '' },
			'profile'
		),
		password: await offerForm(passwordForm, {}, 'password'),
		push:
			events.length > 0
				? {
						events: events.map((event) => PUSH_FIELD[event]),
						form: await offerForm(
							pushForm,
							Object.fromEntries(events.map((event) => [PUSH_FIELD[event], !off.includes(event)])),
							'push'
						)
					}
				: undefined,
		oidc: app.oidc && {
			name: app.oidc.name,
			connected,
			connect: `/login/oidc?connect=${session ?? ''}`
		},
		sessions: sessions.map(({ idHash, userAgent, address, createdAt }) => ({
			id: idHash,
			device: deviceOf(userAgent),
			address,
			createdAt: createdAt.getTime(),
			isThis: idHash === session
		})),
		now: app.clock(),
		timeZone: app.organisation.settings.timeZone,
		problem: providerProblem(event.url, locale)
	};
};

export const actions: Actions = {
	profile: async (event) => {
		const { code, sells } = ownerOf(event);
		const received = await receiveForm(event, profileForm, 'profile');
		if (!received.ok) return received.answer;
		const { name, locale } = received.data;
		await event.locals.app.ownAccount.update(code, {
			...(sells ? {} : { name }),
			locale: locale || null
		});
		const speaks = locale || event.locals.locale;
		return accept(received.form, m.form_saved({}, { locale: speaks }));
	},

	push: async (event) => {
		const { code } = ownerOf(event);
		const received = await receiveForm(event, pushForm, 'push');
		if (!received.ok) return received.answer;
		const { app, locale } = event.locals;
		const off = eventsOf(event).filter((told) => !received.data[PUSH_FIELD[told]]);
		await app.push.setOff(code, off);
		return accept(received.form, m.form_saved({}, { locale }));
	},

	password: async (event) => {
		const { code } = ownerOf(event);
		const received = await receiveForm(event, passwordForm, 'password');
		if (!received.ok) return received.answer;
		const { app, locale, session } = event.locals;
		const from = { address: event.getClientAddress(), session };
		const changed = await app.ownAccount.changePassword(code, received.data, from);
		if (!changed.ok) return refuseForm(received.form, changed.problems, locale);
		received.form.data = { current: '', next: '' };
		return accept(received.form, m.account_password_changed({}, { locale }));
	},

	end: async (event) => {
		const { code } = ownerOf(event);
		const received = await receiveForm(event, endSessionForm);
		if (!received.ok) return received.answer;
		await event.locals.app.sessions.end(code, received.data.session);
		redirect(303, '/account');
	},

	endOthers: async (event) => {
		const { code } = ownerOf(event);
		await event.locals.app.sessions.endAll(code, event.locals.session);
		redirect(303, '/account');
	},

	media: (event) => putMedia(event, ownerOf(event).code),
	dropMedia: (event) => dropMedia(event, ownerOf(event).code),

	disconnect: async (event) => {
		const { code } = ownerOf(event);
		await event.locals.app.oidc?.disconnect(code);
		redirect(303, '/account');
	}
};
