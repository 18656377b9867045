/** One's own customers, likeliest now first. */
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';
import { repOf } from '../own.ts';

export const GET: RequestHandler = async (event) =>
	json(await event.locals.app.pocket.customers(repOf(event, 'customers.read')));
