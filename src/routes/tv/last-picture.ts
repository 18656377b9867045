/**
 * The last picture of a wall, kept in the browser: after a power cut with the server away it is shown again, with since when.
 * One record for each address, written over; nothing where the browser keeps nothing. docs/SPEC.md, DISPLAY-16.
 */
import type { FeedOptions, FeedView } from '$lib/live/feed.ts';
import type { Room, StateOf } from '$lib/live/protocol.ts';
import { forgetLast, keepLast, readLast } from '$lib/offline/last.ts';
import { forgetShell } from '$lib/offline/shell.ts';

/** A TV that loses its power has lost so much at most. */
const EVERY_MS = 30_000;

interface LastPicture {
	room: string;
	initial: NonNullable<FeedOptions<'board'>['initial']>;
}

const page = (): string => location.pathname + location.search;

/** What was kept of a room after `than`, an instant on the server's clock; a page that was just served is newer. */
export async function readLastPicture(
	room: Room<'board'>,
	than: number
): Promise<LastPicture['initial'] | undefined> {
	const last = await readLast<LastPicture>(page());
	return last?.room === room && last.initial.now > than ? last.initial : undefined;
}

/** Keeps what shows now and whenever it has changed, every half minute. Gives the function that ends it. */
export function keepPictures(
	room: Room<'board'>,
	view: () => FeedView<StateOf<'board'>>
): () => void {
	let kept: unknown;
	const keep = () => {
		const { state, place, status, skew } = view();
		if (status !== 'live') return;
		const now = Date.now() + skew;
		// Its instant goes on also where nothing was sold; the clock moves the board every minute.
		if (state === kept) return;
		kept = state;
		const picture: LastPicture = { room, initial: { place, snapshot: state, now, skew } };
		void keepLast(page(), picture);
	};
	const first = setTimeout(keep, 2_000);
	const timer = setInterval(keep, EVERY_MS);
	return () => {
		clearTimeout(first);
		clearInterval(timer);
	};
}

/** This screen is no display any more: what it showed is nobody's. */
export function forgetPictures(): void {
	void forgetLast(page());
	void forgetShell(page());
}
