/**
 * Where a queue keeps what it has not sent: one database of the browser for the whole site, so that every page sends
 * what any of them left behind. What is in it survives a reload, a crash and a dead battery.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Problem } from './queue.ts';

/** A thing to send. `order` is given by the database, and is the order in which things are sent. */
export interface Kept<What = unknown> {
	id: string;
	order: number;
	/** Whose it is: sent only while that person is signed in (QUEUE-6). */
	owner: string;
	url: string;
	/** Plain JSON, or a Blob. */
	body: unknown;
	/** What the page shows of it while it waits. */
	what: What;
	/** Epoch milliseconds, by this device. */
	madeAt: number;
	/** How often it has set out. What never has can be taken back without a trace. */
	tried: number;
	/** Why the server does not take it; it stays until somebody corrects or drops it. */
	refused?: Problem[];
}

interface Lease {
	name: string;
	holder: string;
	/** Epoch milliseconds. */
	until: number;
}

interface Schema extends DBSchema {
	items: { key: number; value: Kept; indexes: { id: string; owner: string } };
	leases: { key: string; value: Lease };
}

export type QueueStore = Awaited<ReturnType<typeof openQueueStore>>;

export async function openQueueStore(name: string) {
	const database: IDBPDatabase<Schema> = await openDB<Schema>(name, 1, {
		upgrade(db) {
			const items = db.createObjectStore('items', { keyPath: 'order', autoIncrement: true });
			items.createIndex('id', 'id', { unique: true });
			items.createIndex('owner', 'owner');
			db.createObjectStore('leases', { keyPath: 'name' });
		},
		// A newer version of the site in another tab must not wait for this one.
		blocking: () => database.close()
	});

	/** Reads an item and puts back what `change` makes of it (undefined: nothing), in one transaction. */
	async function change(
		id: string,
		to: (item: Kept) => Kept | 'drop' | undefined
	): Promise<Kept | undefined> {
		const tx = database.transaction('items', 'readwrite');
		const item = await tx.store.index('id').get(id);
		const next = item && to(item);
		if (next === 'drop') await tx.store.delete(item!.order);
		else if (next) await tx.store.put(next);
		await tx.done;
		return next ? item : undefined;
	}

	return {
		/** Adds an item at the end; one with this id that is there already stays as it is. */
		async add(item: Omit<Kept, 'order'>): Promise<void> {
			const tx = database.transaction('items', 'readwrite');
			if (!(await tx.store.index('id').getKey(item.id))) await tx.store.add(item as Kept);
			await tx.done;
		},

		/** In the order in which they were made. */
		all: (owner: string): Promise<Kept[]> => database.getAllFromIndex('items', 'owner', owner),

		/** Notes, before it sets out, that an item may reach the server. False: it was taken back. */
		setOut: async (id: string): Promise<boolean> =>
			(await change(id, (item) => ({ ...item, tried: item.tried + 1 }))) !== undefined,

		refuse: (id: string, problems: Problem[]) =>
			change(id, (item) => ({ ...item, refused: problems })),

		drop: async (id: string, unless: (item: Kept) => boolean = () => false): Promise<boolean> =>
			(await change(id, (item) => (unless(item) ? undefined : 'drop'))) !== undefined,

		/** Takes or keeps a lease until an instant; false while another holder has it. */
		async lease(name: string, holder: string, now: number, until: number): Promise<boolean> {
			const tx = database.transaction('leases', 'readwrite');
			const held = await tx.store.get(name);
			const free = !held || held.holder === holder || held.until <= now;
			if (free) await tx.store.put({ name, holder, until });
			await tx.done;
			return free;
		},

		async release(name: string, holder: string): Promise<void> {
			const tx = database.transaction('leases', 'readwrite');
			if ((await tx.store.get(name))?.holder === holder) await tx.store.delete(name);
			await tx.done;
		},

		close: () => database.close()
	};
}
