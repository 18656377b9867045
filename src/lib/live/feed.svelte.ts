/** The feed as runes: `view` is what the screen shows, replaced whole at each change. All logic is in feed.ts. */
import { untrack } from 'svelte';
import type { createFeed as CreateFeed, FeedOptions, FeedView } from './feed.ts';
import type { Room, RoomKind, StateOf } from './protocol.ts';

type Heard = Pick<FeedOptions, 'onEvent' | 'onForbidden' | 'onDisplay' | 'onCommand' | 'asPerson'>;

const RETRY_MS = 2_000;

export interface LiveRoom<Kind extends RoomKind> {
	readonly view: FeedView<StateOf<Kind>>;
	/** In the browser only. Gives the function that closes it. */
	open(heard: Heard): () => void;
}

export function liveRoom<Kind extends RoomKind>(
	room: Room<Kind>,
	initial: NonNullable<FeedOptions<Kind>['initial']>
): LiveRoom<Kind> {
	// Raw: the state is never written to, and unchanged branches keep their identity.
	let view = $state.raw<FeedView<StateOf<Kind>>>({
		state: initial.snapshot,
		place: initial.place,
		status: 'connecting',
		skew: 0
	});
	return {
		get view() {
			return view;
		},
		open(heard) {
			// Untracked: an effect that opens the feed must not depend on what the feed shows.
			return untrack(() => {
				// Until the feed knows better: the page was made a moment ago.
				view = { ...view, skew: initial.now - Date.now() };
				let closed = false;
				let close = () => {};
				const follow = ({ createFeed }: { createFeed: typeof CreateFeed }) => {
					if (closed) return;
					const feed = createFeed({ room, initial, onView: (next) => (view = next), ...heard });
					close = () => feed.close();
				};
				// Not needed for the first picture: fetched when that is drawn, and again if it does not arrive.
				const load = () =>
					void import('./feed.ts').then(follow, () => {
						if (!closed) setTimeout(load, RETRY_MS);
					});
				load();
				return () => {
					closed = true;
					close();
				};
			});
		}
	};
}
