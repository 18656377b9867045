/** For the `load` of a layout: what the frame of the paper pages shows (components/paper/AppFrame.svelte). */
import type { RequestEvent } from '@sveltejs/kit';
import { readerOf } from '$lib/alerts/reader.ts';
import { reachOf, type Principal } from '$lib/domain/permissions.ts';
import { menuFor } from './menu.ts';
import { siteOrigin } from './whence.ts';

/** Where whoever comes begins: a rep on their phone at their own day. */
export function homeOf(principal: Principal): '/admin' | '/me' | '/' {
	if (reachOf(principal, 'admin.enter') !== 'none') return '/admin';
	return reachOf(principal, 'me.enter') === 'none' ? '/' : '/me';
}

/** The bell of whoever has alerts, and what its amounts are written with. */
export function bellOf(event: Pick<RequestEvent, 'locals'>) {
	const { alerts, directory, organisation } = event.locals.app;
	const reader = readerOf(event);
	return (
		reader && {
			...alerts.bell(reader),
			measures: {
				fractionDigits: organisation.settings.fractionDigits,
				metrics: Object.fromEntries(
					[...directory.mirror.metrics.all()].map(({ code, name, kind }) => [code, { name, kind }])
				)
			}
		}
	);
}

export async function frameOf(event: Pick<RequestEvent, 'locals' | 'url'>) {
	const { principal, app } = event.locals;
	return {
		/** Amounts that wait for the answer of whoever looks, on every page (AGREE-12). */
		answersDue: principal.kind === 'person' ? await app.rounds.due(principal) : 0,
		menu: menuFor(principal),
		organisation: app.organisation.settings.name,
		timeZone: app.organisation.settings.timeZone,
		/** Where links that leave the page lead: a QR code, a mail. */
		origin: siteOrigin(event),
		home: homeOf(principal),
		bell: bellOf(event),
		me: principal.kind === 'person' ? { code: principal.code, name: principal.name } : undefined
	};
}

export type Frame = Awaited<ReturnType<typeof frameOf>>;
