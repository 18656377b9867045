import { error, type RequestEvent } from '@sveltejs/kit';
import { demand } from '$lib/access/guard.ts';

/** The unit whose thresholds are looked at: `?unit=`, else the topmost that is one's own to set. */
export function askedUnit(event: Pick<RequestEvent, 'locals' | 'url'>, named?: string) {
	const { app, principal } = event.locals;
	const { mirror } = app.directory;
	const own =
		principal.kind === 'person' && !principal.administrator ? principal.leads[0] : undefined;
	const code = (named ?? event.url.searchParams.get('unit')) || (own ?? mirror.company()?.code);
	if (code === undefined) error(404, { message: 'not-found' });
	demand(event, 'alerts.set', app.directory.subjectOf('units', code));
	const unit = mirror.units.named(code);
	if (!unit) error(404, { message: 'not-found' });
	return unit;
}
