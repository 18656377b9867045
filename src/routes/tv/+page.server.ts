import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { claimCookie } from '$lib/access/display-cookie.ts';
import { demand } from '$lib/access/guard.ts';
import { reachOf } from '$lib/domain/permissions.ts';
import { speak } from '$lib/i18n.ts';
import type { DisplayState } from '$lib/live/protocol.ts';
import type { PageServerLoad } from './$types';

/** The display that this screen is, or that somebody looks at from the administration. */
function displayOf(event: RequestEvent): DisplayState | undefined {
	const { app, principal } = event.locals;
	const preview = event.url.searchParams.get('preview');
	if (preview !== null) demand(event, 'displays.manage', app.displays.subjectOf(preview));
	const id = preview ?? (principal.kind === 'display' ? principal.id : undefined);
	if (id === undefined) return undefined;
	return app.displays.stateOf(id) ?? error(404, { message: 'not-found' });
}

/** A TV that nobody paired yet: its code. */
async function offerPairing(event: RequestEvent) {
	const { app } = event.locals;
	const offer = await app.pairings.offer(claimCookie.read(event), event.getClientAddress());
	claimCookie.keep(event, offer);
	if (offer.state === 'paired') redirect(303, `${event.url.pathname}${event.url.search}`);
	const locale = speak(event, app.organisation.settings.locale);
	const code = offer.state === 'waiting' ? offer.code : undefined;
	const expiresAt = offer.state === 'waiting' ? offer.expiresAt : undefined;
	return { view: 'pairing' as const, code, expiresAt, now: app.clock(), locale };
}

/**
 * A display shows what it is given. Anybody else who may watch chooses: `?unit=` (default: the company), `?board=`
 * (default: sales), `?scene=` (default: all of the board's), `?lang=` (default: the organisation's). `?preview=` shows a display to whoever manages it.
 */
export const load: PageServerLoad = async (event) => {
	const { app, principal } = event.locals;
	const { searchParams } = event.url;
	const display = displayOf(event);
	if (!display && principal.kind === 'public' && reachOf(principal, 'board.watch') === 'none')
		return offerPairing(event);
	const unit = display?.unit ?? searchParams.get('unit') ?? undefined;
	const company = app.directory.mirror.company()?.code ?? '';
	demand(event, 'board.watch', app.directory.subjectOf('units', unit ?? company));
	const board = await app.boards.open(
		unit,
		display?.board ?? searchParams.get('board') ?? undefined
	);
	speak(event, display?.locale ?? app.organisation.settings.locale);
	if (!board.ok) return { view: 'waiting' as const, reason: board.reason, unit };
	const { room, place, snapshot, now } = board;
	const preview = searchParams.has('preview');
	const { version } = app;
	return {
		view: 'board' as const,
		room,
		initial: { place, snapshot, now },
		display,
		preview,
		version,
		fixed: searchParams.get('scene') ?? undefined
	};
};
