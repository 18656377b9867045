import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, isProgram, output, root, say, SetupError } from './run.mjs';

/** The Node that npm scripts run on, from the npm package `node`. */
export const pinnedNode = join(root, 'node_modules', '.bin', 'node');

/**
 * Makes node_modules what package-lock.json says, with a Node that works.
 * @param {{ dev: boolean }} options Whether the packages for development are needed as well.
 */
export function ensureNodeModules({ dev }) {
	const wanted = readLock(LOCK);
	if (!wanted) {
		throw new SetupError(`${LOCK} is missing; restore it with "git checkout ${LOCK}".`);
	}
	const reason = whyStale({ wanted, installed: readLock(INSTALLED), dev });
	if (reason && !isOutcome({ dev })) install({ reason, dev });
	ensureNode(wanted.packages['node_modules/node']?.version);
}

const LOCK = 'package-lock.json';
/** npm's own account of what it installed. Written last: an interrupted install has none. */
const INSTALLED = 'node_modules/.package-lock.json';
/** Says for which two files `npm ci` was content, whatever we make of their difference. */
const OUTCOME = join(root, 'node_modules', '.setup-outcome');

/** @param {{ reason: string, dev: boolean }} options */
function install({ reason, dev }) {
	say(`installing packages with "npm ci", since ${reason}`);
	const trouble = attempt('npm', [
		...['ci', '--no-audit', '--no-fund'],
		// Without its warnings that this machine's Node is too old: ours is about to be there.
		'--loglevel=error',
		...(dev ? ['--include=dev'] : [])
	]);
	if (trouble) {
		throw new SetupError(
			`"npm ci" failed (${trouble}). See its reason above; without a way to the npm registry, set ` +
				`one that can be reached with "npm config set registry <url>".`
		);
	}
	writeFileSync(OUTCOME, outcome({ dev }));
}

/** @param {{ dev: boolean }} options */
function isOutcome(options) {
	return existsSync(OUTCOME) && readFileSync(OUTCOME, 'utf8') === outcome(options);
}

/** @param {{ dev: boolean }} options */
function outcome({ dev }) {
	const hash = createHash('sha256').update(dev ? 'with dev' : '');
	for (const path of [LOCK, INSTALLED]) hash.update(readFileSync(join(root, path)));
	return hash.digest('hex');
}

/**
 * The package `node` fetches its program in an install script, and npm may have been told to run
 * none. That was about scripts nobody knows; this one is asked for by name.
 * @param {string | undefined} version
 */
function ensureNode(version) {
	if (!version || runningVersion() === `v${version}`) return;
	say(`fetching Node ${version} with "npm rebuild node"`);
	const trouble = attempt('npm', ['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error']);
	const found = runningVersion();
	if (found === `v${version}`) return;
	throw new SetupError(
		`${pinnedNode} should be Node ${version} and ${found ? `is ${found}` : 'does not run'}` +
			`${trouble ? `; "npm rebuild node" failed (${trouble}), see above` : ''}. It comes from the npm ` +
			`package node-${process.platform}-${process.arch}: is the registry reachable, and has it that?`
	);
}

/** @returns {string | undefined} for instance 'v24.21.0' */
function runningVersion() {
	if (!isProgram(pinnedNode)) return undefined;
	// Nearly always it is the one that runs this, which saves starting it.
	if (realpathSync(pinnedNode) === realpathSync(process.execPath)) return process.version;
	return output(pinnedNode, ['--version']);
}

/** @typedef {{ packages: Record<string, LockedPackage> }} Lock */
/**
 * @typedef {{
 *   version?: string, integrity?: string,
 *   optional?: boolean, dev?: boolean, devOptional?: boolean, extraneous?: boolean
 * }} LockedPackage
 */

/**
 * What npm installs of a lock leaves out what only other platforms need, and, when told to, the
 * packages for development.
 * @param {{ wanted: Lock, installed: Lock | undefined, dev: boolean }} locks
 * @returns {string | undefined} a clause for people; undefined when all is there
 */
export function whyStale({ wanted, installed, dev }) {
	if (!installed) return 'there are none';
	for (const [path, want] of Object.entries(wanted.packages)) {
		if (path === '') continue; // the project itself
		const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
		const have = installed.packages[path];
		if (have) {
			if (have.version === want.version && have.integrity === want.integrity) continue;
			return `${name} is ${have.version} and should be ${want.version}`;
		}
		const isForDev = want.dev || want.devOptional;
		if (!want.optional && !want.extraneous && (dev || !isForDev)) return `${name} is missing`;
	}
	return undefined;
}

/**
 * @param {string} path
 * @returns {Lock | undefined}
 */
function readLock(path) {
	try {
		return JSON.parse(readFileSync(join(root, path), 'utf8'));
	} catch {
		return undefined;
	}
}
