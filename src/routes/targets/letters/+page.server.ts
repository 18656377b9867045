import { error, fail } from '@sveltejs/kit';
import { demand, unitsWithin } from '$lib/access/guard.ts';
import { periodKey, periodOf } from '$lib/domain/period.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { prepareForm, readTerms, showTerms } from '$lib/forms/letter.ts';
import { readListQuery } from '$lib/list-query.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import { periodOfKey } from '$lib/plan-query.ts';
import { mayOnLetter } from './reach.ts';
import type { Actions, PageServerLoad, PageServerLoadEvent } from './$types';

/** Letters of a unit and period, for whoever reads those of others. */
async function unitPart(event: PageServerLoadEvent, scope: readonly string[] | undefined) {
	const { app } = event.locals;
	const asked = event.url.searchParams;
	const unit = asked.get('unit') || (scope?.[0] ?? app.directory.mirror.company()?.code ?? '');
	demand(event, 'letters.read', app.directory.subjectOf('units', unit));
	const today = app.organisation.today();
	const period = periodOfKey(asked.get('period') ?? '') ?? periodOf('month', today);
	const { fractionDigits } = app.organisation.settings;
	const list = await app.letters.list(
		{
			...readListQuery(event.url, ['unit', 'name', 'state']),
			unit,
			period,
			state: asked.get('state') ?? undefined
		},
		{
			mayRead: (party) => mayOnLetter(event, 'letters.read', party),
			mayWrite: (party) => mayOnLetter(event, 'letters.write', party)
		}
	);
	const known = { unit, period: periodKey(period), deadline: period.to };
	const terms = showTerms(await app.letters.termsOf(unit), fractionDigits);
	return {
		unit: { code: unit, name: app.directory.mirror.units.named(unit)?.name ?? unit },
		units: app.checks.units(scope),
		period,
		list,
		form: await offerForm(prepareForm, { ...known, ...terms })
	};
}

/** `?unit=E1&period=2026-11&state=offered`; a rep's own stand above, or alone. */
export const load: PageServerLoad = async (event) => {
	const { app, principal } = event.locals;
	const scope = unitsWithin(event, 'letters.read');
	const asksFor = event.url.searchParams.get('unit');
	if (asksFor) demand(event, 'letters.read', app.directory.subjectOf('units', asksFor));
	return {
		own: principal.kind === 'person' ? await app.letters.own(principal.code) : [],
		of: scope?.length === 0 ? undefined : await unitPart(event, scope)
	};
};

export const actions: Actions = {
	prepare: async (event) => {
		const received = await receiveForm(event, prepareForm);
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, locale, principal } = event.locals;
		demand(event, 'letters.write', app.directory.subjectOf('units', data.unit));
		const period = periodOfKey(data.period);
		if (!period) return fail(422, { form });
		if (data.who !== '') {
			const party = await app.letters.partyNamed(data.who, period);
			if (party && !mayOnLetter(event, 'letters.write', party))
				error(403, { message: 'not-allowed' });
		}
		const read = readTerms(data, app.organisation.settings.fractionDigits);
		if (!read.ok) return refuseForm(form, read.problems, locale);
		const done = await app.letters.prepare(
			{ ...data, period, terms: read.terms },
			{
				actor: actorName(principal),
				mayWrite: (party) => mayOnLetter(event, 'letters.write', party)
			}
		);
		if (!done.ok) return refuseForm(form, done.problems, locale);
		const n = done.prepared.length;
		const text =
			n === 0 ? m.letter_prepared_none({}, { locale }) : m.letter_prepared({ n }, { locale });
		return accept(form, text);
	}
};
