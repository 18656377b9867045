import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';

export const TOPICS = [
	'visits',
	'report',
	'help',
	'notes',
	'coaching',
	'actions',
	'calls',
	'walks',
	'spot-checks',
	'settings'
] as const;
export type Topic = (typeof TOPICS)[number];

/** What changed of whom. `rep` is absent where it is about everybody; both are after a gap: anything may have changed. */
export interface ProcessChange {
	/** Code of the rep. */
	rep?: string | undefined;
	what?: Topic | undefined;
}

const CHANNEL = 'process';

/** Who wants to know, in this process; and how the other processes are told. */
export function createWatchers(listener: Listener) {
	const watchers = new Set<(change: ProcessChange) => void>();

	function tell(change: ProcessChange): void {
		for (const watcher of watchers) watcher(change);
	}

	listener.on(CHANNEL, (payload) => {
		const [what, ...rep] = payload.split(' ');
		tell({
			...(what ? { what: what as Topic } : {}),
			...(rep.length > 0 ? { rep: rep.join(' ') } : {})
		});
	});

	return {
		/** For the transaction of the change: the other processes hear of it when it is done. */
		announcement: ({ rep, what }: ProcessChange): SQL =>
			what === undefined
				? sql`SELECT 1`
				: notification(CHANNEL, rep === undefined ? what : `${what} ${rep}`),

		/** Here, after it is done. */
		tell,

		/** Gives how to stop watching. */
		onChange(watcher: (change: ProcessChange) => void): () => void {
			watchers.add(watcher);
			return () => void watchers.delete(watcher);
		}
	};
}

export type Watchers = ReturnType<typeof createWatchers>;
