/** The state of a tablet: the list that is live or was kept, the card that is open, the walk, and what waits to be sent. */
import { untrack } from 'svelte';
import { floorRoom } from '$lib/live/floor.ts';
import type { FeedOptions } from '$lib/live/feed.ts';
import { keptRoom } from '$lib/live/kept-room.svelte.ts';
import { keepLast, readLast } from '$lib/offline/last.ts';
import { liveQueue } from '$lib/offline/queue.svelte.ts';
import type { NewItem } from '$lib/offline/queue.ts';
import { createCards } from './card.svelte.ts';
import { isFloorErrand, type FloorErrand } from './errands.ts';
import { ofTablet, stateWithWaiting } from './waiting.ts';
import { noteDone, type Walk } from './walk.ts';

interface DeskOptions {
	/** Code of whoever looks. */
	owner: string;
	initial: NonNullable<FeedOptions<'floor'>['initial']>;
	/** The server took something. */
	onTaken: (what: FloorErrand, answer: unknown) => void;
}

export function createDesk({ owner, initial, onTaken }: DeskOptions) {
	const unit = initial.snapshot.unit.code;
	const room = keptRoom({ room: floorRoom(unit), name: `floor:${owner}:${unit}`, initial });
	const cards = createCards(owner);
	const queue = liveQueue<FloorErrand>({
		owner,
		onAnswer: ({ what }, answer) => isFloorErrand(what) && onTaken(what, answer)
	});
	const walkName = `walk:${owner}:${unit}`;
	let walk = $state.raw<Walk>();
	let lost = $state(false);

	const waiting = $derived(ofTablet(queue.view.waiting));
	const refused = $derived(ofTablet(queue.view.refused));
	const state = $derived(stateWithWaiting(room.state, waiting));

	function setWalk(next: Walk | undefined): void {
		walk = next;
		void keepLast(walkName, next);
	}

	return {
		unit,
		room,
		cards,
		queue,
		get state() {
			return state;
		},
		get waiting() {
			return waiting;
		},
		get refused() {
			return refused;
		},
		/** The browser did not keep what was tapped: a full disk, a private window. */
		get lost() {
			return lost;
		},
		get walk() {
			return walk;
		},
		setWalk,

		/** In their order: a note behind its photo. */
		async send(items: readonly NewItem<FloorErrand>[]): Promise<void> {
			lost = false;
			try {
				for (const item of items) {
					await queue.add(item);
					if (walk) setWalk(noteDone(walk, item.what));
				}
			} catch {
				lost = true;
			}
		},

		/** In the browser only. `onWalk`: the walk of today that was begun and not ended, if any. */
		open(onForbidden: () => void, onWalk: (walk: Walk | undefined) => void): () => void {
			const closers = [room.open(onForbidden), queue.open()];
			void readLast<Walk>(walkName).then((found) => {
				const mine = found?.date === untrack(() => state.day.date) ? found : undefined;
				walk ??= mine;
				onWalk(walk);
			});
			return () => {
				cards.close();
				for (const close of closers) close();
			};
		}
	};
}

export type DeskState = ReturnType<typeof createDesk>;
