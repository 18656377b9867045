import { frameOf } from '$lib/access/frame.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	const { directory, organisation } = event.locals.app;
	return {
		frame: await frameOf(event),
		/** Digits of the currency's minor unit. */
		fractionDigits: organisation.settings.fractionDigits,
		currency: organisation.settings.currency,
		zone: organisation.settings.timeZone,
		today: organisation.today(),
		now: event.locals.app.clock(),
		metrics: [...directory.mirror.metrics.all()].map(({ code, name, kind }) => ({
			code,
			name,
			kind
		}))
	};
};
