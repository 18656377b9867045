/** For the `load` of a layout: what the frame of the paper pages shows (components/paper/AppFrame.svelte). */
import type { RequestEvent } from '@sveltejs/kit';
import { reachOf } from '$lib/domain/permissions.ts';
import { menuFor } from './menu.ts';

export function frameOf({ locals }: Pick<RequestEvent, 'locals'>) {
	const { principal, app } = locals;
	return {
		menu: menuFor(principal),
		organisation: app.organisation.settings.name,
		home: reachOf(principal, 'admin.enter') === 'none' ? '/' : '/admin',
		me: principal.kind === 'person' ? { code: principal.code, name: principal.name } : undefined
	};
}

export type Frame = ReturnType<typeof frameOf>;
