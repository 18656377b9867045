import type { PageServerLoad } from './$types';

const BADGES_SHOWN = 20;

export const load: PageServerLoad = async ({ locals }) => {
	const { app } = locals;
	const [records, badges] = await Promise.all([
		app.honours.records(),
		app.honours.latest(BADGES_SHOWN)
	]);
	const { fractionDigits, timeZone } = app.organisation.settings;
	return { records, badges, fractionDigits, timeZone, now: app.clock() };
};
