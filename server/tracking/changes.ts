import type { Clock } from '../clock.ts';
import type { Directory } from '../directory/directory.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { followClock } from '../organisation/turns.ts';
import type { Targets } from '../targets/targets.ts';
import { throttle } from '../throttle.ts';
import type { Tracked } from './subjects.ts';

/** What somebody looks at. */
export interface Interest {
	subject: Pick<Tracked, 'kind' | 'id'>;
	metricId: number;
}

export interface Watcher {
	/** Something that is shown changed: read again. Called at most every `TICK_MS`, the first time at once. */
	onChange: (position: number) => void;
	/** The server ends. */
	onEnd: () => void;
}

/** The first change is told at once; those that follow within a tick are told together (TRACK-7). */
const TICK_MS = 400;

/**
 * Tells whoever looks at a tracking table that it has changed, not how: the page reads it again through the same
 * permissions and the same query as at first. docs/decisions/018.
 */
export function createChanges(options: {
	ledger: Pick<Ledger, 'feed' | 'onClosed'>;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	clock: Clock;
}) {
	const { ledger, directory, organisation, targets, clock } = options;
	const { feed } = ledger;
	const { mirror } = directory;
	const closing = new AbortController();
	const watchers = new Set<{ interest: Interest; tell: () => void; end: () => void }>();

	function touches({ subject, metricId }: Interest, entry: BookedEntry): boolean {
		if (entry.metricId !== metricId) return false;
		if (subject.kind === 'dealer') return entry.customerId === subject.id;
		if (subject.kind === 'product') return entry.productId === subject.id;
		return entry.credits.some(({ role, repId, teamId }) =>
			role !== 'credit'
				? false
				: subject.kind === 'rep'
					? repId === subject.id
					: mirror.lineOf(teamId).some(({ id }) => id === subject.id)
		);
	}

	function tellAll(): void {
		for (const { tell } of watchers) tell();
	}

	const follower = feed.follow(feed.head, async (batch) => {
		for (const { interest, tell } of watchers)
			if (batch.some((entry) => touches(interest, entry))) tell();
	});
	for (const source of [directory, targets, organisation]) source.onChange(tellAll);
	ledger.onClosed(tellAll);

	let [day, share] = [organisation.today(), organisation.shareOfToday()];
	/** Midnight begins another day, and each minute of the working hours moves the time mark. */
	function turn(): void {
		const [nextDay, nextShare] = [organisation.today(), organisation.shareOfToday()];
		if (nextDay !== day || nextShare !== share) tellAll();
		[day, share] = [nextDay, nextShare];
	}
	void followClock({ organisation, clock, signal: closing.signal, turn });

	return {
		/** Gives the function that ends it. */
		watch(interest: Interest, { onChange, onEnd }: Watcher): () => void {
			const { run, stop } = throttle(() => onChange(feed.head), TICK_MS);
			const watcher = { interest, tell: run, end: onEnd };
			watchers.add(watcher);
			return () => {
				stop();
				watchers.delete(watcher);
			};
		},

		async close(): Promise<void> {
			closing.abort();
			for (const { end } of [...watchers]) end();
			watchers.clear();
			await follower.stop();
		}
	};
}
