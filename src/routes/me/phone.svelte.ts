/** The state of a phone: what is live, what was kept, and what waits to be sent. */
import { untrack } from 'svelte';
import { serverClock } from '$lib/live/clock.svelte.ts';
import type { FeedOptions } from '$lib/live/feed.ts';
import { createLateFeed } from '$lib/live/late-feed.ts';
import { meRoom, type MeState } from '$lib/live/me.ts';
import { followedRoom } from '$lib/live/room.svelte.ts';
import { keepLast, readLast } from '$lib/offline/last.ts';
import { liveQueue } from '$lib/offline/queue.svelte.ts';
import type { Errand } from './errands.ts';
import { newsSince, seenOf, type News, type Seen } from './news.ts';

/** What this device remembers of its last look. */
interface Kept {
	state: MeState;
	/** When it was still live, epoch milliseconds on the server's clock. */
	at: number;
	/** Server's clock minus this device's. */
	skew: number;
	seen: Seen;
}

export function createPhone(initial: NonNullable<FeedOptions<'me'>['initial']>) {
	const rep = initial.snapshot.rep.code;
	const name = `me:${rep}`;
	const live = followedRoom(meRoom(rep), initial, (options) =>
		createLateFeed({ ...options, initial })
	);
	const queue = liveQueue<Errand>({ owner: rep });
	const clock = serverClock(initial.now);
	let kept = $state.raw<Kept>();
	let news = $state.raw<News>();
	let everLive = $state(false);
	/** Since when the device itself knows of no network: a connection takes a while to notice. */
	let cutAt = $state<number>();

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

	const now = () => Date.now() + untrack(() => skew);

	/** Until when this look counts as seen; nothing while the page is out of sight. */
	function keep(): void {
		if (document.visibilityState !== 'visible' || !everLive || view.status !== 'live') return;
		const at = now();
		kept = { state: view.state, at, skew: view.skew, seen: seenOf(view.state, at) };
		void keepLast(name, kept);
	}

	/** Back after a while: what changed meanwhile, told until somebody says so. */
	function tellNews(seen: Seen | undefined): void {
		const next = seen && newsSince(seen, state, now());
		if (next) news = next;
	}

	return {
		rep,
		queue,
		get state() {
			return state;
		},
		get now() {
			return clock.now;
		},
		get news() {
			return news;
		},
		get skew() {
			return skew;
		},
		/** Since when the figures are old; absent while they are live. */
		get staleSince() {
			if (cutAt !== undefined) return old?.at ?? view.since ?? cutAt;
			if (view.status === 'live' || (view.status === 'connecting' && !old)) return undefined;
			return old?.at ?? view.since ?? kept?.at ?? state.asOf.at;
		},
		serverNow: now,
		readNews: () => (news = undefined),

		/** In the browser only. Gives the function that ends it. */
		open(onForbidden: () => void): () => void {
			let seen: Seen | undefined;
			let told = false;
			const closers = [
				live.open({ onForbidden, asPerson: true }),
				queue.open(),
				clock.start(() => skew)
			];
			const reading = readLast<Kept>(name).then((found) => {
				// What an earlier version kept may lack what this one shows.
				if (found && 'contests' in found.state) kept ??= found;
				seen = found?.seen;
			});
			const stop = $effect.root(() => {
				$effect(() => {
					if (view.status !== 'live') return;
					everLive = true;
					void reading.then(() => {
						if (!told) tellNews(seen);
						told = true;
						keep();
					});
				});
			});
			const onVisible = () => {
				if (document.visibilityState !== 'visible') return;
				tellNews(kept?.seen);
				keep();
			};
			const onNetwork = () => (cutAt = navigator.onLine ? undefined : (cutAt ?? now()));
			onNetwork();
			document.addEventListener('visibilitychange', onVisible);
			addEventListener('online', onNetwork);
			addEventListener('offline', onNetwork);
			return () => {
				document.removeEventListener('visibilitychange', onVisible);
				removeEventListener('online', onNetwork);
				removeEventListener('offline', onNetwork);
				stop();
				for (const close of closers) close();
			};
		}
	};
}
