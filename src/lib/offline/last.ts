/** What a page showed last, by whom it was for: for the next look, and for one without a network. The service worker takes it
away when somebody signs out. */
import type { DBSchema } from 'idb';
import { LAST_DATABASE } from './names.ts';

interface Schema extends DBSchema {
	last: { key: string; value: unknown };
}

async function open() {
	// Not needed for the first picture.
	const { openDB } = await import('idb');
	return openDB<Schema>(LAST_DATABASE, 1, {
		upgrade: (database) => void database.createObjectStore('last'),
		blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close()
	});
}

/** Undefined where there is nothing, and where the browser keeps nothing. */
export async function readLast<Value>(key: string): Promise<Value | undefined> {
	try {
		const database = await open();
		const value = (await database.get('last', key)) as Value | undefined;
		database.close();
		return value;
	} catch {
		return undefined;
	}
}

export async function keepLast(key: string, value: unknown): Promise<void> {
	try {
		const database = await open();
		await database.put('last', value, key);
		database.close();
	} catch {
		// A full or private browser: then there is nothing to show without a network.
	}
}

export async function forgetLast(key: string): Promise<void> {
	try {
		const database = await open();
		await database.delete('last', key);
		database.close();
	} catch {
		// Nothing is kept, then.
	}
}
