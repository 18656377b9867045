import { speak } from '$lib/i18n.ts';
import type { PageServerLoad } from './$types';

/** The stage on which the editor of a board shows what nobody saved yet; the editor tells it what. */
export const load: PageServerLoad = (event) => {
	const { app } = event.locals;
	speak(event, app.organisation.settings.locale);
	return { now: app.clock() };
};
