import { createFeed } from '../../src/lib/live/feed.ts';
import type { FeedView } from '../../src/lib/live/feed.ts';
import { overviewOf } from '../../src/lib/live/board.ts';
import type { BoardState, OverviewBoard } from '../../src/lib/live/board.ts';
import { boardRoom } from '../../src/lib/live/protocol.ts';
import type { LiveEvent } from '../../src/lib/live/protocol.ts';
import { until } from './until.ts';

export type BoardView = FeedView<BoardState>;

/** A screen: the client that a browser runs, and everything it has shown. */
export interface Wall {
	readonly unit: string;
	/** What it shows now; undefined before the first picture. */
	readonly view: BoardView | undefined;
	/** Its overview as it shows it now; throws before the first picture. */
	readonly board: OverviewBoard;
	/** Every view it has had, oldest first. */
	readonly views: readonly BoardView[];
	/** Celebrations and withdrawals, as they came. */
	readonly moments: readonly LiveEvent[];
	close(): void;
}

export function hangWall(url: string, unit = 'company'): Wall {
	const views: BoardView[] = [];
	const moments: LiveEvent[] = [];
	const feed = createFeed({
		url,
		room: boardRoom(unit),
		onView: (view) => views.push(view),
		// Impatient: the stories are about what it shows when it is back, not about how long it waits.
		random: () => Math.random() / 10,
		onEvent: (event) => moments.push(event)
	});
	return {
		unit,
		get view() {
			return views.at(-1);
		},
		get board() {
			const view = views.at(-1);
			if (!view) throw new Error(`the wall of ${unit} shows nothing yet`);
			const overview = overviewOf(view.state);
			if (!overview) throw new Error(`the board of ${unit} has no overview`);
			return overview;
		},
		views,
		moments,
		close: () => feed.close()
	};
}

/** A screen that already shows its first picture. */
export async function hangLiveWall(url: string, unit?: string): Promise<Wall> {
	const wall = hangWall(url, unit);
	await until(() => wall.view?.status === 'live');
	return wall;
}
