import type { PageServerLoad } from './$types';

const LONGEST_SEARCH = 100;

export const load: PageServerLoad = async ({ locals, url }) => {
	const asked = (name: string) => url.searchParams.get(name)?.trim() || undefined;
	const before = Number(asked('before'));
	const { settings } = locals.app.organisation;
	return {
		page: await locals.app.audit.page({
			q: asked('q')?.slice(0, LONGEST_SEARCH),
			what: asked('what'),
			from: asked('from'),
			to: asked('to'),
			before: Number.isSafeInteger(before) && before > 0 ? before : undefined
		}),
		metrics: locals.app.directory.search('metrics', {}).rows,
		fractionDigits: settings.fractionDigits,
		zone: settings.timeZone
	};
};
