import { chownSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDataFolder } from './folder.ts';
import { readPidFile, writePidFile } from './processes.ts';

export type DataFolderLock =
	| { ok: true; release(): Promise<void> }
	/** The pid of who holds it, when that is known. */
	| { ok: false; pid: number | undefined };

/**
 * Makes this process the only one that starts databases in a data folder.
 *
 * The lock is one the kernel holds: it ends with the process, however that ends, so there is no
 * stale lock to judge and no race in taking one over — which a pid file cannot promise (pids are
 * reused, and mean nothing between two containers that share a volume). Node reaches the kernel's
 * file locks only through SQLite: an exclusive transaction on an empty database, never written to.
 * The pid file beside it only tells people who it is.
 */
export async function lockDataFolder(dataDir: string): Promise<DataFolderLock> {
	const folder = await openDataFolder(dataDir);
	const lockFile = join(folder.path, 'lock');
	const pidFile = join(folder.path, 'lock.pid');

	const held = holdExclusively(lockFile);
	if (!held) return { ok: false, pid: await readPidSoon(pidFile) };

	giveToOwner(lockFile, folder.path);
	writePidFile(pidFile, process.pid);
	return {
		ok: true,
		release: async () => {
			if (!held.isOpen) return;
			await rm(pidFile, { force: true });
			held.close();
		}
	};
}

function holdExclusively(file: string): DatabaseSync | undefined {
	const database = new DatabaseSync(file, { timeout: 0 });
	try {
		// The journal in memory: nothing of the lock but the empty file itself on the disk.
		database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
		return database;
	} catch (error) {
		database.close();
		if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
		throw error;
	}
}
const SQLITE_BUSY = 5;

/** After `sudo`, the folder's owner must still be able to open the file. */
function giveToOwner(file: string, folder: string): void {
	if (process.getuid?.() !== 0) return;
	const { uid, gid } = statSync(folder);
	chownSync(file, uid, gid);
}

/** The holder writes its pid a moment after it has the lock. */
async function readPidSoon(pidFile: string): Promise<number | undefined> {
	for (let attempt = 0; attempt < 10; attempt++) {
		const pid = await readPidFile(pidFile);
		if (pid !== undefined) return pid;
		await sleep(20);
	}
	return undefined;
}
