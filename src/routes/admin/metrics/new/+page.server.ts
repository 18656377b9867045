import { metric } from '../record.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => metric.offerNew();

export const actions: Actions = { default: (event) => metric.create(event) };
