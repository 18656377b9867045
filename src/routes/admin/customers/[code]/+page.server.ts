import { customer, mustOwn, ownerChoice } from '../record.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const offered = await customer.offer(event, event.params.code);
	const owner = ownerChoice(event.locals.app, offered.view.owner);
	return { ...offered, owner, mustOwn: mustOwn(event) };
};

export const actions: Actions = { default: (event) => customer.save(event, event.params.code) };
