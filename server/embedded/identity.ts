import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { chownTree, type Owner } from './folder.ts';
import type { Log } from './log.ts';

const run = promisify(execFile);

/** What to spawn, and as whom; without uid and gid as the user that this process is. */
export interface Command {
	file: string;
	args: string[];
	uid?: number;
	gid?: number;
}

/**
 * As whom a child runs: `owner`, or this process's own user when there is none. With `namespace`,
 * inside a user namespace, where that user looks like another.
 */
export interface Identity {
	owner?: Owner;
	namespace: boolean;
}

/**
 * Root works for the owner of the data folder, so that it never leaves behind files which that user
 * cannot open later. Undefined for anybody else, and for root's own folders.
 */
export async function ownerOf(dataDir: string): Promise<Owner | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const { uid, gid } = await stat(dataDir);
	return uid === 0 ? undefined : { uid, gid };
}

/**
 * As whom PostgreSQL can run here. It refuses to be root, and its initdb refuses a user without an
 * account (a container started with `--user 1234`): both get a user namespace, in which they look
 * like an ordinary user while the files stay theirs. Where the system forbids namespaces, root gives
 * the data folder to an account of its own. Throws, naming the ways out, when nothing works.
 */
export async function postgresIdentity(options: {
	dataDir: string;
	/** The `postgres` program, tried out under each candidate. */
	program: string;
	log: Log;
}): Promise<Identity> {
	const { dataDir, program, log } = options;
	const preferred = await preferredIdentity(dataDir);
	const trouble = await tryOut(preferred, { dataDir, program });
	if (trouble === undefined) return preferred;

	const dead = (reason: string) => new Error(explain({ dataDir, preferred, trouble, reason }));
	if (process.getuid?.() !== 0) throw dead('');
	log.warn({ reason: trouble }, `giving ${dataDir} to the system account "${ACCOUNT}"`);
	const owner = await systemAccount().catch((error: Error) => {
		throw dead(error.message);
	});
	await chownTree(dataDir, owner);
	const fallback = { owner, namespace: false };
	const stillTrouble = await tryOut(fallback, { dataDir, program });
	if (stillTrouble === undefined) return fallback;
	await chownTree(dataDir, preferred.owner ?? { uid: 0, gid: 0 });
	throw dead(`As "${ACCOUNT}": ${stillTrouble}`);
}

/** The command line that runs a program under an identity. */
export function commandAs(identity: Identity, file: string, args: string[]): Command {
	const command = identity.namespace
		? { file: 'unshare', args: [...NAMESPACE, '--', file, ...args] }
		: { file, args };
	return { ...command, ...identity.owner };
}

// User 1 (daemon or bin) has an account on every Linux, and initdb asks for the name of its user; a
// freely chosen number would fail there.
const NAMESPACE = ['--user', '--map-user=1', '--map-group=1'];

async function preferredIdentity(dataDir: string): Promise<Identity> {
	const owner = await ownerOf(dataDir);
	const uid = owner?.uid ?? process.getuid?.() ?? 0;
	const namespace = uid === 0 || !(await hasAccount(uid));
	return owner ? { owner, namespace } : { namespace };
}

async function hasAccount(uid: number): Promise<boolean> {
	return run('id', ['-un', String(uid)]).then(
		() => true,
		() => false
	);
}

/** Undefined when the program starts and may write the data folder; else why not, in one line. */
async function tryOut(
	identity: Identity,
	{ dataDir, program }: { dataDir: string; program: string }
): Promise<string | undefined> {
	const script = 'test -w "$1" || { echo "may not write $1" >&2; exit 1; }; exec "$2" --version';
	const { file, args, ...owner } = commandAs(identity, 'sh', [
		'-c',
		script,
		'sh',
		dataDir,
		program
	]);
	return run(file, args, owner).then(
		() => undefined,
		(error: Error & { stderr?: string }) =>
			(error.stderr || error.message).trim().split('\n').at(-1)
	);
}

const ACCOUNT = 'longhubang';

async function systemAccount(): Promise<Owner> {
	const known = await accountIds();
	if (known) return known;
	await run('useradd', ['--system', '--user-group', '--no-create-home', ACCOUNT]);
	const made = await accountIds();
	if (!made) throw new Error(`useradd made no account "${ACCOUNT}"`);
	return made;
}

async function accountIds(): Promise<Owner | undefined> {
	try {
		const uid = Number((await run('id', ['-u', ACCOUNT])).stdout);
		const gid = Number((await run('id', ['-g', ACCOUNT])).stdout);
		return { uid, gid };
	} catch {
		return undefined;
	}
}

function explain(found: {
	dataDir: string;
	preferred: Identity;
	trouble: string;
	reason: string;
}): string {
	const { dataDir, preferred, trouble, reason } = found;
	const how = preferred.namespace ? 'in a user namespace' : 'as an ordinary user';
	return [
		`PostgreSQL cannot run here. Tried ${how}: ${trouble}.`,
		...(reason ? [`${reason}.`] : []),
		`Start the server as an ordinary user that owns ${dataDir}, choose another folder with ` +
			`DATA_DIR (outside private home folders), or use a PostgreSQL of your own with DATABASE_URL.`
	].join(' ');
}
