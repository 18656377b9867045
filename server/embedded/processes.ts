import { execFile } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const GRACE_MS = 20_000;
const POLL_MS = 20;

/** Renamed into place: a reader never sees half a number, and a file of another user is no obstacle. */
export function writePidFile(path: string, pid: number): void {
	writeFileSync(`${path}.new`, `${pid}\n`);
	renameSync(`${path}.new`, path);
}

/** The number on the first line (PostgreSQL's own file has more), or undefined when there is none. */
export async function readPidFile(path: string): Promise<number | undefined> {
	const text = await readFile(path, 'utf8').catch(() => '');
	const pid = Number.parseInt(text, 10);
	return pid > 0 ? pid : undefined;
}

/**
 * The command line a process was started with, arguments separated by spaces. Undefined when there
 * is no such process, or only its zombie.
 */
export async function commandOf(pid: number): Promise<string | undefined> {
	const command =
		process.platform === 'linux'
			? (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')
			: await askPs(pid);
	return command.trim() || undefined;
}

async function askPs(pid: number): Promise<string> {
	const args = ['-ww', '-o', 'command=', '-p', String(pid)];
	const answer = await promisify(execFile)('ps', args).catch(() => ({ stdout: '' }));
	return answer.stdout;
}

/** Do these words stand in the command line, as whole arguments? */
export function hasArguments(command: string, words: string): boolean {
	return ` ${command.trim()} `.includes(` ${words} `);
}

/** Is this process alive, and started with these arguments? A pid alone proves nothing: it is reused. */
export async function runs(pid: number, words: string): Promise<boolean> {
	const command = await commandOf(pid);
	return command !== undefined && hasArguments(command, words);
}

/** Does the system know this pid as one we may signal, be it only a zombie? */
export function isTaken(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** Resolves when no process with this pid and these arguments is left. */
export async function waitUntilGone(pid: number, words: string): Promise<void> {
	while (await runs(pid, words)) await sleep(POLL_MS);
}

/** Sends one signal after the other, SIGKILL last, each only when the one before had no effect in time. */
export async function endProcess(options: {
	send: (signal: NodeJS.Signals) => void;
	signals: NodeJS.Signals[];
	gone: Promise<unknown>;
}): Promise<void> {
	let isGone = false;
	const gone = options.gone.then(() => (isGone = true));
	for (const signal of [...options.signals, 'SIGKILL' as const]) {
		options.send(signal);
		const patience = new AbortController();
		const waited = sleep(GRACE_MS, undefined, { signal: patience.signal }).catch(() => undefined);
		await Promise.race([gone, waited]);
		patience.abort();
		if (isGone) return;
	}
	await gone;
}

/** To a process that is not our child; that it may just have gone is no error. */
export function signalStranger(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
