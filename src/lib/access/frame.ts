/** For the `load` of a layout: what the frame of the paper pages shows (components/paper/AppFrame.svelte). */
import type { RequestEvent } from '@sveltejs/kit';
import { reachOf, type Principal } from '$lib/domain/permissions.ts';
import { menuFor } from './menu.ts';
import { siteOrigin } from './whence.ts';

/** Where whoever comes begins: a rep on their phone at their own day. */
export function homeOf(principal: Principal): '/admin' | '/me' | '/' {
	if (reachOf(principal, 'admin.enter') !== 'none') return '/admin';
	return reachOf(principal, 'me.enter') === 'none' ? '/' : '/me';
}

export function frameOf(event: Pick<RequestEvent, 'locals' | 'url'>) {
	const { principal, app } = event.locals;
	return {
		menu: menuFor(principal),
		organisation: app.organisation.settings.name,
		timeZone: app.organisation.settings.timeZone,
		/** Where links that leave the page lead: a QR code, a mail. */
		origin: siteOrigin(event),
		home: homeOf(principal),
		me: principal.kind === 'person' ? { code: principal.code, name: principal.name } : undefined
	};
}

export type Frame = ReturnType<typeof frameOf>;
