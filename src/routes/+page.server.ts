import { redirect } from '@sveltejs/kit';
import { homeOf } from '$lib/access/frame.ts';
import { menuFor, type MenuGroupName } from '$lib/access/menu.ts';
import { reachOf } from '$lib/domain/permissions.ts';
import type { PageServerLoad } from './$types';

const WORK: ReadonlySet<MenuGroupName> = new Set(['daily', 'targets', 'process']);

export const load: PageServerLoad = async ({ locals }) => {
	const { principal, app } = locals;
	// A TV whose browser opens with the site's first page comes to its board.
	if (principal.kind === 'display') redirect(303, '/tv');
	if (homeOf(principal) === '/me') redirect(303, '/me');
	return {
		me: principal.kind === 'person' ? { name: principal.name } : undefined,
		/** What one comes for; the administration has a menu of its own. */
		groups: menuFor(principal).filter(({ group }) => WORK.has(group)),
		answersDue: principal.kind === 'person' ? await app.rounds.due(principal) : 0,
		organisation: app.organisation.settings.name,
		wall: reachOf(principal, 'board.watch') !== 'none',
		administration: reachOf(principal, 'admin.enter') !== 'none'
	};
};
