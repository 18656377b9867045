/** A room as runes: `view` is what the screen shows, replaced whole at each change. All logic is in feed.ts. */
import { untrack } from 'svelte';
import type { Feed, FeedOptions, FeedView } from './feed.ts';
import type { Room, RoomKind, StateOf } from './protocol.ts';

type Heard = Pick<FeedOptions, 'onEvent' | 'onForbidden' | 'onDisplay' | 'onCommand' | 'asPerson'>;

export interface LiveRoom<Kind extends RoomKind> {
	readonly view: FeedView<StateOf<Kind>>;
	/** In the browser only. Gives the function that closes it. */
	open(heard: Heard): () => void;
}

/** `follow` opens the feed: `createFeed`, or something that fetches it first. */
export function followedRoom<Kind extends RoomKind>(
	room: Room<Kind>,
	initial: NonNullable<FeedOptions<Kind>['initial']>,
	follow: (options: FeedOptions<Kind>) => Feed
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
				const feed = follow({ room, initial, onView: (next) => (view = next), ...heard });
				return () => feed.close();
			});
		}
	};
}
