import { product } from '../record.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => product.offer(event, event.params.code);

export const actions: Actions = { default: (event) => product.save(event, event.params.code) };
