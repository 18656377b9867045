/** `POST`: one entry of the phone's queue (src/lib/forms/pocket.ts). `GET ?metric=&day=`: what a day of one's own is made of. */
import { error, json } from '@sveltejs/kit';
import { isIsoDate } from '$lib/domain/period.ts';
import { pocketEntry } from '$lib/forms/pocket.ts';
import type { RequestHandler } from './$types';
import { command, repOf } from '../own.ts';

export const POST: RequestHandler = (event) =>
	command(event, { form: pocketEntry, action: 'ledger.append' }, event.locals.app.pocket.record);

export const GET: RequestHandler = async (event) => {
	const code = repOf(event, 'ledger.read');
	const { searchParams } = event.url;
	const day = searchParams.get('day');
	if (!isIsoDate(day)) error(404, { message: 'not-found' });
	const read = await event.locals.app.tracking.entries({
		kind: 'rep',
		code,
		metric: searchParams.get('metric') ?? '',
		from: day,
		to: day
	});
	if (!read.ok) error(404, { message: 'not-found' });
	return json(read.entries);
};
