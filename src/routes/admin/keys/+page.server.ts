import { error } from '@sveltejs/kit';
import { actorName } from '$lib/domain/permissions.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	keys: await locals.app.keys.list(),
	now: locals.app.clock(),
	zone: locals.app.organisation.settings.timeZone
});

export const actions: Actions = {
	revoke: async ({ locals, request }) => {
		const id = (await request.formData()).get('id');
		const revoked = await locals.app.keys.revoke(String(id), actorName(locals.principal));
		// Revoked already is what was wanted.
		if (!revoked && !(await locals.app.keys.list()).some((key) => key.id === id))
			error(404, { message: 'not-found' });
		return { revoked: true };
	}
};
