/** What is done on the tablet, from the tap to the queue: the sheet that is open, what was just sent, what came back. */
import type { NewItem } from '$lib/offline/queue.ts';
import { m } from '$lib/paraglide/messages.js';
import type { DeskState } from './desk.svelte.ts';
import { correctionOf, type Correction, type Draft } from './draft.ts';
import type { FloorErrand, Someone } from './errands.ts';
import type { Waiting } from './waiting.ts';
import { errandText } from './words.ts';

/** Which sheet is open, about whom, and what it is filled in with. */
export type Opened =
	| {
			sheet: 'note' | 'coach' | 'action' | 'call';
			rep: Someone;
			draft?: Draft;
			replaces?: Correction['replaces'];
	  }
	| {
			sheet: 'close';
			rep: Someone;
			/** Id of the call for help. */
			help: string;
			draft?: Draft;
			replaces?: Correction['replaces'];
	  }
	| { sheet: 'spot' }
	| { sheet: 'walk' };

export interface Toast {
	text: string;
	/** Of what it tells. */
	ids: readonly string[];
}

const TOAST_MS = 6_000;

export function createDeeds({
	queue,
	...desk
}: Pick<DeskState, 'queue' | 'send'> & {
	waiting: () => readonly Waiting[];
	refused: () => readonly Waiting[];
}) {
	let opened = $state.raw<Opened>();
	let toast = $state.raw<Toast>();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const undoable = $derived(
		toast !== undefined &&
			toast.ids.every((id) => desk.waiting().some((item) => item.id === id && item.tried === 0))
	);

	function tell(items: readonly NewItem<FloorErrand>[]): void {
		const { what } = items.at(-1)!;
		const done = errandText(what);
		toast = {
			text: what.kind === 'draw' ? done : m.floor_sent({ name: what.rep.name, what: done }),
			ids: items.map(({ id }) => id)
		};
		clearTimeout(timer);
		timer = setTimeout(() => (toast = undefined), TOAST_MS);
	}

	async function sendInPlaceOf(
		items: readonly NewItem<FloorErrand>[],
		replaced: readonly string[]
	): Promise<void> {
		await desk.send(items);
		for (const id of replaced) await queue.drop(id);
	}

	/** In the order of what was made last. */
	async function takeBack(ids: readonly string[]): Promise<void> {
		for (const id of [...ids].reverse()) await queue.takeBack(id);
		toast = undefined;
	}

	return {
		get opened() {
			return opened;
		},
		get toast() {
			return toast;
		},
		/** What the toast tells has not set out yet. */
		get undoable() {
			return undoable;
		},

		open: (next: Opened) => void (opened = next),
		close: () => void (opened = undefined),

		/** Sends, tells so, and closes the sheet; what is corrected goes once the corrected one is kept. */
		send(...items: NewItem<FloorErrand>[]): void {
			const replaced = opened && 'replaces' in opened ? opened.replaces : undefined;
			tell(items);
			void sendInPlaceOf(items, replaced ?? []);
			opened = undefined;
		},

		/** The same without a word: a sheet that stays open shows it. */
		sendQuietly: (...items: NewItem<FloorErrand>[]) => void desk.send(items),

		takeBackToast: () => void takeBack(toast?.ids ?? []),

		/** A note and the photo it names go together. */
		takeBack(item: Waiting): void {
			const photo = desk
				.waiting()
				.find(
					({ id, what, order }) =>
						what.kind === 'photo' && order < item.order && JSON.stringify(item.body).includes(id)
				);
			void takeBack(photo ? [photo.id, item.id] : [item.id]);
		},

		drop: (item: Waiting) => void queue.drop(item.id),

		/** The sheet that a refused item came from, filled in as it was; undefined where there is nothing to correct. */
		correcting(item: Waiting): (() => void) | undefined {
			const correction = correctionOf(item, desk.refused());
			if (!correction) return undefined;
			const { rep, draft, replaces } = correction;
			return () => {
				opened =
					draft.sheet === 'close'
						? { sheet: 'close', rep, help: draft.typed.help, draft, replaces }
						: { sheet: draft.sheet, rep, draft, replaces };
			};
		}
	};
}

export type Deeds = ReturnType<typeof createDeeds>;
