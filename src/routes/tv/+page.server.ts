import { speak } from '$lib/i18n.ts';
import type { PageServerLoad } from './$types';

/** `?unit=` chooses the unit (default: the company), `?lang=` the language (default: the organisation's). */
export const load: PageServerLoad = async (event) => {
	const unit = event.url.searchParams.get('unit') ?? undefined;
	const board = await event.locals.app.boards.open(unit);
	if (!board.ok) return { ok: false as const, reason: board.reason, unit };
	const { room, place, snapshot, now } = board;
	speak(event, snapshot.organisation.locale);
	return { ok: true as const, room, initial: { place, snapshot, now } };
};
