import { error, json } from '@sveltejs/kit';
import { readThresholds, thresholdsForm } from '$lib/forms/alerts.ts';
import { askedUnit } from '../asked.ts';
import type { RequestHandler } from './$types';

/** Whom the thresholds of the address would have caught; the fields are those of the form. */
export const GET: RequestHandler = async (event) => {
	const typed = thresholdsForm.safeParse(Object.fromEntries(event.url.searchParams));
	const unit = askedUnit(event);
	const read = typed.success ? readThresholds(typed.data) : undefined;
	if (!read?.ok) error(422, { message: 'bad-value' });
	return json(await event.locals.app.alerts.preview.read(unit.code, read.own));
};
