/** A feed that is fetched when the page has drawn itself: on a weak network the first picture comes first. */
import type { Feed, FeedOptions } from './feed.ts';
import type { RoomKind } from './protocol.ts';
import { reloadIfServed } from './reload.ts';

const RETRY_MS = 2_000;

/** As `createFeed`. While it cannot be fetched, what the page was made with is old. */
export function createLateFeed<Kind extends RoomKind>(
	options: FeedOptions<Kind> & Required<Pick<FeedOptions<Kind>, 'initial'>>
): Feed {
	const { initial, onView } = options;
	let feed: Feed | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let closed = false;

	function stayStale(): void {
		if (closed) return;
		const skew = initial.skew ?? initial.now - Date.now();
		const { snapshot: state, place, now: since } = initial;
		onView({ state, place, status: 'stale', since, skew });
		timer = setTimeout(begin, RETRY_MS);
	}

	/** A module that once failed stays failed for as long as the document lives: the page begins anew. */
	async function begin(): Promise<void> {
		if (!(await reloadIfServed())) stayStale();
	}

	import('./feed.ts').then(({ createFeed }) => {
		if (!closed) feed = createFeed(options);
	}, stayStale);

	return {
		close() {
			closed = true;
			clearTimeout(timer);
			feed?.close();
		}
	};
}
