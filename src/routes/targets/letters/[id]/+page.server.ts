import { error, redirect } from '@sveltejs/kit';
import { personOf } from '$lib/access/guard.ts';
import { whence } from '$lib/access/whence.ts';
import { isOpen, leadingTarget, type Side } from '$lib/domain/commitment.ts';
import { actorName } from '$lib/domain/permissions.ts';
import {
	answerForm,
	letterCustomers,
	readTerms,
	reasonForm,
	showTerms,
	signForm,
	termsForm
} from '$lib/forms/letter.ts';
import { readParts } from '$lib/forms/targeting.ts';
import { accept, offerForm, receiveForm, refuseForm, type PageForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Outcome } from '$server/problems.ts';
import { demandLetter, mayOnLetter } from '../reach.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const { id, mine } = await demandLetter(event, 'letters.read');
	const letter = await app.letters.read(id);
	if (!letter) error(404, { message: 'not-found' });
	const { party, versions, ...view } = letter;
	const { text, hash } = view;
	const fills = mine && isOpen(view);
	const { commitment, customers } = text;
	const terms = showTerms(text.terms, text.fractionDigits);
	const leading = leadingTarget(text.targets);
	const { unit, from, to } = text.period;
	const runs = leading && from <= letter.today && letter.today <= to;
	const standing =
		runs && mayOnLetter(event, 'progress.read', party)
			? await app.progress.read({
					metric: leading.code,
					period: unit,
					date: from,
					kind: party.kind,
					code: text.party.code
				})
			: undefined;
	return {
		letter: {
			...view,
			period: text.period,
			unit: party.unit,
			versions: versions.filter(({ state }) => !mine || state !== 'draft')
		},
		mine,
		/** Of the leading metric, in a period that runs (TARGET-9). */
		standing: standing?.ok ? standing.progress : undefined,
		/** Acts for the company. */
		company: mayOnLetter(event, 'letters.write', party),
		suggestions: fills ? await app.letters.suggestions(id) : [],
		hasPassword: (await app.ownAccount.read(personOf(event).code))?.hasPassword ?? false,
		answer: await offerForm(
			answerForm,
			{ hash, commitment, customers: JSON.stringify(customers) },
			'answer'
		),
		sign: await offerForm(signForm, { hash, name: personOf(event).name }, 'sign'),
		terms: await offerForm(termsForm, { ...terms, deadline: text.terms.deadline }, 'terms'),
		reason: await offerForm(reasonForm, {}, 'reason')
	};
};

type ReasonForm = PageForm<typeof reasonForm>;

/** The answer of an action that only says whether it was done. */
const answerOf = (
	{ locals: { locale } }: RequestEvent,
	form: ReasonForm,
	done: Outcome<object>,
	text: typeof m.letter_done_offer
) => (done.ok ? accept(form, text({}, { locale })) : refuseForm(form, done.problems, locale));

async function sign(event: RequestEvent, side: Side) {
	const action = side === 'receiver' ? 'letters.answer' : 'letters.write';
	const { id } = await demandLetter(event, action);
	const received = await receiveForm(event, signForm, 'sign');
	if (!received.ok) return received.answer;
	const { form } = received;
	const data = { ...received.data };
	const { app, locale } = event.locals;
	const { address } = whence(event);
	// Neither travels back: the sheet keeps its strokes, and a password is typed again.
	form.data.password = '';
	form.data.drawing = '';
	const done = await app.letters.sign(id, data, { side, person: personOf(event), address });
	if (!done.ok) return refuseForm(form, done.problems, locale);
	const text = done.state === 'signed' ? m.letter_signed_both : m.letter_signed_one;
	return accept(form, text({}, { locale }));
}

export const actions: Actions = {
	sign: (event) => sign(event, 'receiver'),
	countersign: (event) => sign(event, 'company'),

	answer: async (event) => {
		const { id } = await demandLetter(event, 'letters.answer');
		const received = await receiveForm(event, answerForm, 'answer');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, locale, principal } = event.locals;
		const customers = readParts(letterCustomers, data.customers);
		if (!customers) return refuseForm(form, [{ path: '', reason: 'invalid-input' }], locale);
		const done = await app.letters.answer(
			id,
			{ ...data, customers },
			{ actor: actorName(principal) }
		);
		if (!done.ok)
			return refuseForm(
				form,
				done.problems.map((one) => ({ ...one, path: '' })),
				locale
			);
		form.data.hash = done.hash;
		const text = done.voided.length > 0 ? m.letter_fill_voided : m.letter_fill_saved;
		return accept(form, text({}, { locale }));
	},

	terms: async (event) => {
		const { id } = await demandLetter(event, 'letters.write');
		const received = await receiveForm(event, termsForm, 'terms');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, locale, principal } = event.locals;
		const read = readTerms(data, app.organisation.settings.fractionDigits);
		if (!read.ok) return refuseForm(form, read.problems, locale);
		const done = await app.letters.setTerms(id, read.terms, { actor: actorName(principal) });
		if (!done.ok) return refuseForm(form, done.problems, locale);
		return accept(form, m.letter_done_terms({}, { locale }));
	},

	offer: async (event) => {
		const { id } = await demandLetter(event, 'letters.write');
		const received = await receiveForm(event, reasonForm, 'reason');
		if (!received.ok) return received.answer;
		const done = await event.locals.app.letters.offer(id, {
			actor: actorName(event.locals.principal)
		});
		return answerOf(event, received.form, done, m.letter_done_offer);
	},

	refresh: async (event) => {
		const { id } = await demandLetter(event, 'letters.write');
		const received = await receiveForm(event, reasonForm, 'reason');
		if (!received.ok) return received.answer;
		const done = await event.locals.app.letters.refresh(id, {
			actor: actorName(event.locals.principal)
		});
		return answerOf(event, received.form, done, m.letter_done_refresh);
	},

	renew: async (event) => {
		const { id } = await demandLetter(event, 'letters.write');
		const received = await receiveForm(event, reasonForm, 'reason');
		if (!received.ok) return received.answer;
		const { app, locale, principal } = event.locals;
		const done = await app.letters.renew(id, received.data.reason, {
			actor: actorName(principal)
		});
		if (!done.ok) return refuseForm(received.form, done.problems, locale);
		redirect(303, `/targets/letters/${done.id}`);
	},

	end: async (event) => {
		const { id } = await demandLetter(event, 'letters.write');
		const received = await receiveForm(event, reasonForm, 'reason');
		if (!received.ok) return received.answer;
		const { app, locale, principal } = event.locals;
		const done = await app.letters.end(id, received.data.reason, { actor: actorName(principal) });
		if (!done.ok) return refuseForm(received.form, done.problems, locale);
		if (done.id === undefined) redirect(303, '/targets/letters');
		return accept(received.form, m.letter_done_end({}, { locale }));
	}
};
