import { demand, unitsWithin } from '$lib/access/guard.ts';
import { problemText } from '$lib/problem-text.server.ts';
import type { PageServerLoad, Actions } from './$types';

/** Cards at a time. */
const LIMIT = 100;

export const load: PageServerLoad = async (event) => {
	const { app } = event.locals;
	const asked = event.url.searchParams;
	const [codes, unit] = [asked.get('codes'), asked.get('unit')];
	const nobody = codes === null && unit === null;
	const { rows, total } = await app.people.list({
		q: '',
		sort: 'team',
		descending: false,
		page: 1,
		size: LIMIT,
		within: unitsWithin(event, 'people.invite'),
		...(unit === null ? {} : { unit, role: 'rep' as const }),
		...(codes === null && !nobody ? {} : { codes: (codes ?? '').split(',') })
	});
	return { people: rows, limit: LIMIT, isCut: total > LIMIT };
};

export const actions: Actions = {
	/** Links for all who are named and may be given one; why not, for the others. */
	default: async (event) => {
		const { app, principal, locale } = event.locals;
		const form = await event.request.formData();
		const codes = [...new Set(form.getAll('code').map(String))].slice(0, LIMIT);
		for (const code of codes)
			demand(event, 'people.invite', ...(await app.people.subjectsOf(code)));
		const { invitations, refused } = await app.people.inviteAll(codes, principal);
		return {
			invitations,
			refused: refused.map(({ code, problems }) => ({
				code,
				why: problems.map((one) => problemText(one, locale)).join(' ')
			}))
		};
	}
};
