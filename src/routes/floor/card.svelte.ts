/** The card of one rep after the other: the last picture at once, then live. */
import { cardRoom, type CardState } from '$lib/live/floor.ts';
import type { Feed } from '$lib/live/feed.ts';
import { keepLast, readLast } from '$lib/offline/last.ts';

/** A card that stands still this long is kept. */
const KEEP_MS = 1_000;
/** A card that is fetched ahead is not waited for longer. */
const AHEAD_MS = 5_000;

const loadFeed = () => import('$lib/live/feed.ts');

/** `owner`: code of whoever looks. In the browser only, but for `state`. */
export function createCards(owner: string) {
	/** By code, which may be the name of something that every object inherits. Nothing is drawn from it by itself. */
	const seen = Object.create(null) as Record<string, CardState | undefined>;
	let rep: string | undefined;
	let shown = $state.raw<CardState>();
	let close: (() => void) | undefined;
	const nameOf = (code: string) => `card:${owner}:${code}`;

	function keep(code: string, card: CardState): void {
		seen[code] = card;
		void keepLast(nameOf(code), card);
	}

	function follow(code: string): () => void {
		let feed: Feed | undefined;
		let timer: ReturnType<typeof setTimeout> | undefined;
		let closed = false;
		let fresh = false;
		loadFeed().then(
			({ createFeed }) => {
				if (closed) return;
				feed = createFeed({
					room: cardRoom(code),
					asPerson: true,
					onView: ({ state, status }) => {
						if (closed) return;
						fresh ||= status === 'live';
						shown = state;
						seen[code] = state;
						clearTimeout(timer);
						timer = setTimeout(() => keep(code, state), KEEP_MS);
					}
				});
			},
			() => {}
		);
		void readLast<CardState>(nameOf(code)).then((last) => {
			if (!closed && !fresh && last) shown = last;
		});
		return () => {
			closed = true;
			clearTimeout(timer);
			if (shown && rep === code) keep(code, shown);
			feed?.close();
		};
	}

	/** Reads a card without showing it, so that it is there in a Wi-Fi hole. */
	async function fetchAhead(code: string): Promise<void> {
		const { createFeed } = await loadFeed();
		await new Promise<void>((resolve) => {
			const timer = setTimeout(end, AHEAD_MS);
			const feed = createFeed({
				room: cardRoom(code),
				asPerson: true,
				onView: ({ state }) => {
					keep(code, state);
					end();
				},
				onForbidden: () => end()
			});
			function end(): void {
				clearTimeout(timer);
				queueMicrotask(() => feed.close());
				resolve();
			}
		});
	}

	return {
		/** Absent until something of the one who was asked for is known. */
		get state() {
			return shown;
		},
		show(code: string | undefined): void {
			if (code === rep) return;
			close?.();
			rep = code;
			shown = code === undefined ? undefined : seen[code];
			close = code === undefined ? undefined : follow(code);
		},
		/** One after the other, for as long as it goes; who is known already is not asked for again. */
		async prepare(codes: readonly string[]): Promise<void> {
			for (const code of codes) if (!seen[code]) await fetchAhead(code);
		},
		close: () => close?.()
	};
}
