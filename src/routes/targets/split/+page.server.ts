import { error, type RequestEvent } from '@sveltejs/kit';
import { answersFor } from '$lib/domain/agreement.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { answerForm, readParts, splitForm, splitParts } from '$lib/forms/targeting.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import { answer } from '../answer.ts';
import { aboveParts, addressOf, demandOn, mayOn } from '../reach.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?version=2` shows an older version; `?by=product` splits a rep's dealers by product at once. */
export const load: PageServerLoad = async (event) => {
	const { app, principal } = event.locals;
	const at = addressOf(event);
	const asked = Number(event.url.searchParams.get('version'));
	const read = await app.splits.read(at, {
		results: mayOn(event, 'progress.read', at),
		version: asked > 0 ? asked : undefined
	});
	if (!read.ok) error(404, { message: 'not-found' });
	const { split } = read;
	const newest = split.versions[0];
	const version = newest?.version ?? 0;
	return {
		split,
		measure: app.setting.measureOf(at.metric),
		writable: mayOn(event, 'targets.write', at),
		/** Whom whoever looks speaks for: themselves, or (an administrator) anybody. */
		speaks: Object.fromEntries(
			split.children.flatMap((child) => {
				const how = answersFor(principal, child);
				return how ? [[child.key, how] as const] : [];
			})
		),
		silenceAccepts: app.organisation.settings.silenceAccepts,
		older: split.shown !== undefined && split.shown.version !== newest?.version,
		form: await offerForm(
			splitForm,
			{
				...at,
				basis: split.shown?.basis ?? 'history',
				version,
				revision: newest?.revision ?? 0,
				parts: '[]'
			},
			'split'
		),
		behalf: await offerForm(answerForm, { ...at, version: Math.max(1, version) }, 'answer')
	};
};

const DONE = {
	draft: m.targets_draft_saved,
	issue: m.agree_issued,
	settle: m.targets_in_force
} as const;

async function save(event: RequestEvent, deed: keyof typeof DONE) {
	const received = await receiveForm(event, splitForm, 'split');
	if (!received.ok) return received.answer;
	const { form, data } = received;
	demandOn(event, 'targets.write', data);
	const { app, locale, principal } = event.locals;
	const parts = readParts(splitParts, data.parts);
	// Thousands of parts need not travel back; what is wrong with them stands above the table.
	form.data.parts = '';
	if (!parts) return refuseForm(form, [{ path: '', reason: 'invalid-input' }], locale);
	const saved = await app.splits.save(data, parts, { actor: actorName(principal), deed });
	if (!saved.ok) return refuseForm(form, aboveParts(saved.problems), locale);
	return accept(form, DONE[deed]({}, { locale }));
}

async function end(event: RequestEvent, how: 'withdraw' | 'discard') {
	const received = await receiveForm(event, splitForm, 'split');
	if (!received.ok) return received.answer;
	const { form, data } = received;
	demandOn(event, 'targets.write', data);
	const { app, locale, principal } = event.locals;
	form.data.parts = '';
	const ended = await app.splits[how](data, actorName(principal));
	if (!ended.ok) return refuseForm(form, aboveParts(ended.problems), locale);
	const text = how === 'withdraw' ? m.agree_withdrawn : m.targets_draft_gone;
	return accept(form, text({}, { locale }));
}

export const actions: Actions = {
	draft: (event) => save(event, 'draft'),
	issue: (event) => save(event, 'issue'),
	settle: (event) => save(event, 'settle'),
	withdraw: (event) => end(event, 'withdraw'),
	discard: (event) => end(event, 'discard'),
	answer
};
