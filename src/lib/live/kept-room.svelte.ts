/**
 * A room whose last picture this device keeps: what the page was made with, what is live, and, without a network, what was shown
 * last. For screens that somebody carries through Wi-Fi holes.
 */
import { untrack } from 'svelte';
import { keepLast, readLast } from '../offline/last.ts';
import { serverClock } from './clock.svelte.ts';
import type { FeedOptions } from './feed.ts';
import { createLateFeed } from './late-feed.ts';
import type { Room, RoomKind, StateOf } from './protocol.ts';
import { followedRoom } from './room.svelte.ts';

interface Kept<State> {
	state: State;
	/** When it was still live, epoch milliseconds on the server's clock. */
	at: number;
	/** Server's clock minus this device's. */
	skew: number;
}

/** The picture is kept this often while it changes. */
const KEEP_MS = 3_000;

interface KeptRoomOptions<Kind extends RoomKind> {
	room: Room<Kind>;
	/** Names the person too: what one saw is nobody else's. */
	name: string;
	initial: NonNullable<FeedOptions<Kind>['initial']>;
}

export function keptRoom<Kind extends RoomKind>({ room, name, initial }: KeptRoomOptions<Kind>) {
	const live = followedRoom(room, initial, (options) => createLateFeed({ ...options, initial }));
	const clock = serverClock(initial.now);
	let kept = $state.raw<Kept<StateOf<Kind>>>();
	let everLive = $state(false);

	const view = $derived(live.view);
	/** A page out of the browser's cache is as old as it is; what was kept since is newer. */
	const old = $derived(
		view.status !== 'live' && !everLive && kept && kept.state.asOf.at > view.state.asOf.at
			? kept
			: undefined
	);
	const state = $derived(old?.state ?? view.state);
	/** Such a page says nothing of the time now: what this device knew of its clock does. */
	const skew = $derived(everLive ? view.skew : (kept?.skew ?? view.skew));
	const serverNow = () => Date.now() + untrack(() => skew);

	function keep(): void {
		if (view.status !== 'live') return;
		kept = { state: view.state, at: serverNow(), skew: view.skew };
		void keepLast(name, kept);
	}

	return {
		get state() {
			return state;
		},
		/** Epoch milliseconds, second by second. */
		get now() {
			return clock.now;
		},
		/** Since when the figures are old; absent while they are live. */
		get staleSince(): number | undefined {
			if (view.status === 'live' || (view.status === 'connecting' && !old)) return undefined;
			return old?.at ?? view.since ?? kept?.at ?? state.asOf.at;
		},
		serverNow,

		/** In the browser only. Gives the function that ends it. */
		open(onForbidden: () => void): () => void {
			const closers = [live.open({ onForbidden, asPerson: true }), clock.start(() => skew)];
			const reading = readLast<Kept<StateOf<Kind>>>(name).then((found) => (kept ??= found));
			let timer: ReturnType<typeof setTimeout> | undefined;
			const stop = $effect.root(() => {
				$effect(() => {
					if (view.status !== 'live') return;
					everLive = true;
					timer ??= setTimeout(() => {
						timer = undefined;
						void reading.then(keep);
					}, KEEP_MS);
				});
			});
			const onHidden = () => document.visibilityState === 'hidden' && keep();
			document.addEventListener('visibilitychange', onHidden);
			return () => {
				document.removeEventListener('visibilitychange', onHidden);
				clearTimeout(timer);
				stop();
				for (const close of closers) close();
			};
		}
	};
}
