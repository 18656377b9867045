import { customer, mustOwn } from '../record.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	...(await customer.offerNew()),
	mustOwn: mustOwn(event)
});

export const actions: Actions = { default: (event) => customer.create(event) };
