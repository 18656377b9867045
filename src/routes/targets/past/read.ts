import type { RequestEvent } from '@sveltejs/kit';
import { lookingBack, METRIC } from '$lib/tracking/query.ts';

/** The board of the past moment that an address names; without one nothing is looked for. */
export async function readPast({ locals: { app }, url }: Pick<RequestEvent, 'locals' | 'url'>) {
	const asked = url.searchParams;
	const asOf = asked.get('at') ?? '';
	const unit = asked.get('unit') ?? '';
	const metric = asked.get('metric') ?? METRIC;
	const read =
		asOf === ''
			? undefined
			: await app.past.board({ asOf, metric, ...(unit === '' ? {} : { unit }) });
	return {
		asked: { at: asOf, unit, metric },
		past: read?.ok ? { board: read.board, at: read.moment.at } : undefined,
		problem: read?.ok === false ? read.problems[0] : undefined,
		latest: lookingBack(app).latest
	};
}
