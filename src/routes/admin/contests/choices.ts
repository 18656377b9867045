import type { RequestEvent } from '@sveltejs/kit';
import { unitsWithin } from '$lib/access/guard.ts';

/** What can be chosen for a contest: units within reach, and all metrics. */
export function choicesFor(event: RequestEvent) {
	const { app } = event.locals;
	return {
		places: app.unitTree.places(unitsWithin(event, 'contests.manage')),
		metrics: [...app.directory.mirror.metrics.all()].map(({ code, name, kind }) => ({
			code,
			name,
			kind
		}))
	};
}
