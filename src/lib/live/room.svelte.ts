/** A room as runes: `view` is what the screen shows, replaced whole at each change. All logic is in feed.ts. */
import { untrack } from 'svelte';
import type { Feed, FeedOptions, FeedView } from './feed.ts';
import type { Room, RoomKind, StateOf } from './protocol.ts';

type Heard = Pick<FeedOptions, 'onEvent' | 'onForbidden' | 'onDisplay' | 'onCommand' | 'asPerson'>;

type Initial<Kind extends RoomKind> = NonNullable<FeedOptions<Kind>['initial']>;

export interface LiveRoom<Kind extends RoomKind> {
	readonly view: FeedView<StateOf<Kind>>;
	/** In the browser only; from `kept` on, where the page was made before that. Gives the function that closes it. */
	open(heard: Heard, kept?: Initial<Kind>): () => void;
}

/** `follow` opens the feed: `createFeed`, or something that fetches it first. */
export function followedRoom<Kind extends RoomKind>(
	room: Room<Kind>,
	initial: Initial<Kind>,
	follow: (options: FeedOptions<Kind> & { initial: Initial<Kind> }) => Feed
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
		open(heard, kept) {
			// Untracked: an effect that opens the feed must not depend on what the feed shows.
			return untrack(() => {
				// Until the feed knows better: the page was made a moment ago.
				const from = kept ?? initial;
				view = { ...view, skew: from.skew ?? from.now - Date.now() };
				const feed = follow({ room, initial: from, onView: (next) => (view = next), ...heard });
				return () => feed.close();
			});
		}
	};
}
