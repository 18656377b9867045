import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Transaction } from '../database/connection.ts';

const CHANNEL = 'grants';

export type Grants = ReturnType<typeof createGrants>;

/** Tells every process when what people may has changed, so that what they have open follows (ACCESS-7). */
export function createGrants(listener: Listener) {
	const watchers = new Set<() => void>();
	const tell = () => {
		for (const watcher of watchers) watcher();
	};
	listener.on(CHANNEL, tell);

	return {
		/** Within the transaction of the change. */
		announce: async (tx: Transaction): Promise<void> => {
			await tx.execute(notification(CHANNEL, 'changed'));
		},

		/** Here, after it is done. */
		tell,

		onChange: (watcher: () => void): void => void watchers.add(watcher)
	};
}
