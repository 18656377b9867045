import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { access, constants, lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

export interface DataFolder {
	/** Absolute, without symbolic links: the same folder always has the same name. */
	path: string;
	/** Where the sockets of the children are. Private; possibly elsewhere, see `socketFolder`. */
	sockets: string;
}

/** Who a folder and the process that works in it belong to. */
export interface Owner {
	uid: number;
	gid: number;
}

// sockaddr_un holds 108 bytes on Linux and 104 on macOS, and the longest name we put in is
// '/.s.PGSQL.5432.lock'.
const MAX_SOCKET_FOLDER_BYTES = 80;

/** The data folder, made when it is missing. Any number of processes may call this. */
export async function openDataFolder(dataDir: string): Promise<DataFolder> {
	const wanted = resolve(dataDir);
	await makeDataFolder(wanted);
	const path = await realpath(wanted);
	await access(path, constants.R_OK | constants.W_OK | constants.X_OK).catch(() => {
		throw new Error(
			`The data folder ${path} belongs to another user. Run as that user, or choose another ` +
				`folder with DATA_DIR.`
		);
	});
	return { path, sockets: socketFolder(path) };
}

async function makeDataFolder(path: string): Promise<void> {
	const first = await mkdir(path, { recursive: true, mode: 0o700 }).catch((error: Error) => {
		throw new Error(
			`The data folder ${path} cannot be made (${error.message}). Choose another with DATA_DIR.`
		);
	});
	if (first === undefined || process.getuid?.() !== 0) return;
	// `sudo npm start` in somebody's clone: the data is theirs, as is all around it.
	const around = await stat(dirname(first));
	if (around.uid !== 0) await chownTree(first, around);
}

/**
 * The folder for the sockets of a data folder: inside it, or, since the kernel takes only about a
 * hundred bytes, a short one that every process which knows the data folder finds as well. That is
 * why it is /tmp and not the temporary folder of the environment.
 */
export function socketFolder(dataDir: string): string {
	const inside = join(dataDir, 'run');
	if (Buffer.byteLength(inside) <= MAX_SOCKET_FOLDER_BYTES) return inside;
	const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
	return `/tmp/longhubang-${name}`;
}

/**
 * Makes a folder that nobody but its owner can enter — the sockets and the database files trust
 * whoever gets in. Throws when something else is there under that name, as anybody can arrange in /tmp.
 */
export async function ensurePrivateFolder(path: string, owner?: Owner): Promise<void> {
	await mkdir(path, { mode: 0o700 }).catch(ignoreExisting);
	const found = await lstat(path);
	// Who owns the folder around could replace this one anyway.
	const around = await stat(dirname(path));
	const trusted = [process.getuid?.(), owner?.uid, around.uid].includes(found.uid);
	if (!found.isDirectory() || !trusted || (found.mode & 0o077) !== 0) {
		throw new Error(
			`${path} should be a folder that only this user can enter, and is not. Give it back ` +
				`(chown, chmod 700), or choose another data folder with DATA_DIR.`
		);
	}
	if (owner && found.uid !== owner.uid) await chownTree(path, owner);
}

/** Gives a folder and all in it to another user; only root can. */
export async function chownTree(path: string, { uid, gid }: Owner): Promise<void> {
	await promisify(execFile)('chown', ['-RP', `${uid}:${gid}`, path]);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
	if (error.code !== 'EEXIST') throw error;
}
