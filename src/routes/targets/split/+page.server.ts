import { error, type RequestEvent } from '@sveltejs/kit';
import { actorName } from '$lib/domain/permissions.ts';
import { readParts, splitForm, splitParts } from '$lib/forms/targeting.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import { aboveParts, addressOf, demandOn, mayOn } from '../reach.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?version=2` shows an older version; `?by=product` splits a rep's dealers by product at once. */
export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const at = addressOf(event);
	const asked = Number(event.url.searchParams.get('version'));
	const read = await app.splits.read(at, {
		results: mayOn(event, 'progress.read', at),
		version: asked > 0 ? asked : undefined
	});
	if (!read.ok) error(404, { message: 'not-found' });
	const { split } = read;
	const newest = split.versions[0];
	return {
		split,
		measure: app.setting.measureOf(at.metric),
		writable: mayOn(event, 'targets.write', at),
		older: split.shown !== undefined && split.shown.version !== newest?.version,
		form: await offerForm(splitForm, {
			...at,
			basis: split.shown?.basis ?? 'history',
			version: newest?.version ?? 0,
			revision: newest?.revision ?? 0,
			parts: '[]'
		})
	};
};

async function save(event: RequestEvent, settles: boolean) {
	const received = await receiveForm(event, splitForm);
	if (!received.ok) return received.answer;
	const { form, data } = received;
	demandOn(event, 'targets.write', data);
	const { app, locale, principal } = event.locals;
	const parts = readParts(splitParts, data.parts);
	// Thousands of parts need not travel back; what is wrong with them stands above the table.
	form.data.parts = '';
	if (!parts) return refuseForm(form, [{ path: '', reason: 'invalid-input' }], locale);
	const saved = await app.splits.save(data, parts, { actor: actorName(principal), settles });
	if (!saved.ok) return refuseForm(form, aboveParts(saved.problems), locale);
	form.data.version = saved.saved.version;
	form.data.revision = saved.saved.revision;
	const text = settles ? m.targets_in_force : m.targets_draft_saved;
	return accept(form, text({}, { locale }));
}

export const actions: Actions = {
	draft: (event) => save(event, false),
	settle: (event) => save(event, true),

	discard: async (event) => {
		const received = await receiveForm(event, splitForm);
		if (!received.ok) return received.answer;
		const { form, data } = received;
		demandOn(event, 'targets.write', data);
		const { app, locale, principal } = event.locals;
		const gone = await app.splits.discard(data, actorName(principal));
		if (!gone.ok) return refuseForm(form, gone.problems, locale);
		return accept(form, m.targets_draft_gone({}, { locale }));
	}
};
