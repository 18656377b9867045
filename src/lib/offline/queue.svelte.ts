/** The queue as runes: `view` is replaced whole at each change. All logic is in queue.ts. */
import type { NewItem, Queue, QueueOptions, QueueView } from './queue.ts';

export interface LiveQueue<What> {
	readonly view: QueueView<What>;
	/** In the browser only, once. Gives the function that closes it. */
	open(): () => void;
	add(item: NewItem<What>): Promise<void>;
	takeBack(id: string): Promise<boolean>;
	drop(id: string): Promise<void>;
	hurry(): void;
}

export function liveQueue<What>(options: QueueOptions<What>): LiveQueue<What> {
	let view = $state.raw<QueueView<What>>({ waiting: [], refused: [] });
	let queue: Promise<Queue<What>> | undefined;
	const opened = () => queue ?? Promise.reject(new Error('the queue is not open'));
	return {
		get view() {
			return view;
		},
		open() {
			// Not needed for the first picture.
			const opening = import('./queue.ts').then(({ openQueue }) =>
				openQueue<What>({ ...options, onView: (next) => (view = next) })
			);
			queue = opening;
			opening.catch(() => {});
			return () =>
				void opening.then(
					(open) => open.close(),
					() => {}
				);
		},
		add: async (item) => (await opened()).add(item),
		takeBack: async (id) => (await opened()).takeBack(id),
		drop: async (id) => (await opened()).drop(id),
		hurry: () => void queue?.then((open) => open.hurry()).catch(() => {})
	};
}
