/** A month of one's own, day by day: `?metric=sales&month=2026-11-01` (any day of it). */
import { error, json } from '@sveltejs/kit';
import { isIsoDate } from '$lib/domain/period.ts';
import type { RequestHandler } from './$types';
import { repOf } from '../own.ts';

export const GET: RequestHandler = async (event) => {
	const code = repOf(event, 'progress.read');
	const { searchParams } = event.url;
	const date = searchParams.get('month');
	if (!isIsoDate(date)) error(404, { message: 'not-found' });
	const metric = searchParams.get('metric') ?? '';
	const read = await event.locals.app.progress.read({
		kind: 'rep',
		code,
		metric,
		period: 'month',
		date
	});
	if (!read.ok) error(404, { message: 'not-found' });
	const { period, value, target, days } = read.progress;
	return json({
		period,
		value,
		...(target === undefined ? {} : { target }),
		days: days.map(({ date, weight, target, actual }) => ({ date, weight, target, actual }))
	});
};
