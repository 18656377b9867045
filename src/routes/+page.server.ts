import { reachOf } from '$lib/domain/permissions.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	const { principal, app } = locals;
	return {
		me: principal.kind === 'person' ? { name: principal.name } : undefined,
		organisation: app.organisation.settings.name,
		wall: reachOf(principal, 'board.watch') !== 'none',
		administration: reachOf(principal, 'admin.enter') !== 'none'
	};
};
