import { product } from '../record.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => product.offerNew();

export const actions: Actions = { default: (event) => product.create(event) };
