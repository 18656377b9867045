import { customer } from '../record.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => customer.offerNew();

export const actions: Actions = { default: (event) => customer.create(event) };
