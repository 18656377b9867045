import type { RequestEvent } from '@sveltejs/kit';
import { unitsWithin } from '$lib/access/guard.ts';
import { customerPage, newCode } from '$lib/forms/catalog.ts';
import type { App } from '$server/app.ts';
import { recordPage } from '../record.ts';

/** Whoever reaches some units only would lose sight of a customer of nobody (ADMIN-4). */
export const mustOwn = (event: Pick<RequestEvent, 'locals'>): boolean =>
	unitsWithin(event, 'customers.write') !== undefined;

export const customer = recordPage({
	kind: 'customers',
	schema: customerPage,
	newSchema: newCode.extend(customerPage.shape),
	known: ({ name, kind, owner }) => ({
		name,
		kind: kind as 'dealer',
		owner: (owner as string | undefined) ?? ''
	}),
	form: ({ name, kind, owner }) => ({ name, kind, ...(owner ? { owner } : {}) }),
	check: (event, form) =>
		form.owner === undefined && mustOwn(event)
			? { path: 'owner', reason: 'owner-required' }
			: undefined
});

/** What the field of the owner shows for a code. */
export function ownerChoice({ directory }: App, code: unknown) {
	if (typeof code !== 'string' || !code) return undefined;
	const rep = directory.mirror.reps.named(code);
	return rep && { code: rep.code, name: rep.name };
}

/** Units to choose from, with their place in the tree. */
export const unitsToFilter = (event: Pick<RequestEvent, 'locals'>) =>
	event.locals.app.directory
		.search('units', { within: unitsWithin(event, 'customers.read') })
		.rows.map(({ code, name }) => ({ code, name }));
