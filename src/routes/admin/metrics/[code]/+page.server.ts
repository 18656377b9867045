import { metric } from '../record.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => metric.offer(event, event.params.code);

export const actions: Actions = { default: (event) => metric.save(event, event.params.code) };
