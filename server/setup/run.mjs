import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the clone. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Something is missing that this program cannot get: the message is one line with the remedy. */
export class SetupError extends Error {}

/** @param {string} text What is being done and why, before it takes its time. */
export function say(text) {
	console.error(`setup: ${text}`);
}

/**
 * npm puts node_modules/.bin first in PATH, and with it a Node that is about to be replaced.
 * Installing is the work of the system's own.
 */
export const systemPath = (process.env.PATH ?? '')
	.split(delimiter)
	.filter((folder) => !folder.includes('node_modules'))
	.join(delimiter);

/**
 * Runs a program with its output on ours, so that whoever waits sees progress.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, onlyWarnings?: boolean }} [options] `onlyWarnings`: what it
 *   prints to stdout is not shown
 * @returns {string | undefined} why it failed; undefined when it did not
 */
export function attempt(file, args, { cwd = root, env = {}, onlyWarnings = false } = {}) {
	const { status, signal, error } = spawnSync(file, args, {
		cwd,
		env: { ...process.env, PATH: systemPath, ...env },
		stdio: ['ignore', onlyWarnings ? 'ignore' : process.stderr.fd, process.stderr.fd]
	});
	if (error) return error.message;
	if (signal) return `ended by ${signal}`;
	return status === 0 ? undefined : `exit code ${status}`;
}

/**
 * @param {string} file
 * @param {string[]} args
 * @returns {string | undefined} what it printed; undefined when it failed
 */
export function output(file, args) {
	const { status, stdout } = spawnSync(file, args, {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore']
	});
	return status === 0 ? stdout.trim() : undefined;
}

/**
 * @param {string[]} names
 * @returns {string | undefined} the path of the first of these programs that is installed
 */
export function findProgram(names) {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

/** @param {string} path */
export function isProgram(path) {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}
