import { demand, unitsWithin } from '$lib/access/guard.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { handOverForm, MOST_HANDED_OVER } from '$lib/forms/catalog.ts';
import { readListQuery } from '$lib/list-query.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import type { RequestEvent } from '@sveltejs/kit';
import { unitsToFilter } from './record.ts';
import type { Actions, PageServerLoad } from './$types';

/** The list as its address asks for it, within the reach of whoever asks. */
function find(event: Pick<RequestEvent, 'locals' | 'url'>, size?: number) {
	const { searchParams } = event.url;
	return event.locals.app.directory.search('customers', {
		...readListQuery(event.url, ['name', 'code', 'kind', 'owner', 'team'], size),
		...(size === undefined ? {} : { page: 1 }),
		kind: searchParams.get('kind') || undefined,
		unit: searchParams.get('unit') || undefined,
		within: unitsWithin(event, 'customers.read')
	});
}

export const load: PageServerLoad = async (event) => ({
	list: find(event),
	units: unitsToFilter(event),
	handOver: await offerForm(handOverForm)
});

export const actions: Actions = {
	handOver: async (event) => {
		const received = await receiveForm(event, handOverForm);
		if (!received.ok) return received.answer;
		const { app, principal, locale } = event.locals;
		const { owner, found, customers } = received.data;
		const codes = found ? find(event, MOST_HANDED_OVER).rows.map(({ code }) => code) : customers;
		const { subjectOf } = app.directory;
		demand(
			event,
			'customers.write',
			subjectOf('reps', owner),
			...codes.map((code) => subjectOf('customers', code))
		);
		const handed = await app.directory.handOver(codes, owner, actorName(principal));
		if (!handed.ok) return refuseForm(received.form, handed.problems, locale);
		return accept(received.form, m.customer_handed_over({ count: handed.changed }, { locale }));
	}
};
