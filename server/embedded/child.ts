import { spawn, type ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from './identity.ts';
import type { Log } from './log.ts';
import { endProcess, writePidFile } from './processes.ts';

/** How one kind of child is started, recognised and ended. */
export interface ChildPlan {
	/** For people: 'PostgreSQL', 'Redis'. */
	name: string;
	command: Command;
	/** Written the moment the child exists, so that the next server finds it should this one be killed. */
	pidFile: string;
	/** Before every start, the first and each restart: leave nothing in the way. */
	prepare(): Promise<void>;
	/** Does it answer? Called until it does; false and a rejection both mean "not yet". */
	isReady(): Promise<boolean>;
	/** From polite to firm; each gets its grace, SIGKILL is the last resort after them. */
	stopSignals: NodeJS.Signals[];
}

/** What every embedded child lets its owner hear and be told. */
export interface ChildOptions {
	/** The folder that holds everything the server keeps; made when it is missing. */
	dataDir: string;
	log: Log;
	/** The child ended without being asked to. It is being restarted. */
	onDown?: (reason: string) => void;
	/** It answers again. Not called for the first start. */
	onUp?: () => void;
}

export interface Child {
	/** Undefined while it is down. */
	pid(): number | undefined;
	/** Resolves when the process is gone. Safe to call twice, and while a restart is under way. */
	stop(): Promise<void>;
}

interface Running {
	process: ChildProcess;
	/** Resolves with how it ended, and what it said last. */
	exited: Promise<string>;
}

const STEADY_MS = 30_000;
const POLL_MS = 25;
const REPORT_MS = 10_000;
const LAST_WORDS = 8;

/** Milliseconds to wait before restart number `attempt` (0 for the first): at once, then more patient. */
export function restartDelay(attempt: number): number {
	return Math.min(50 * 2 ** attempt, 5_000);
}

/**
 * Starts a child and keeps it running until it is stopped. Resolves when it answers; rejects, with
 * the child's last words, when the first start fails — a later failure is retried for ever.
 *
 * A child that lives but does not answer yet is waited for without limit: it is replaying its log
 * after a power cut, and killing it would only make it begin again.
 */
export async function startChild(
	plan: ChildPlan,
	{ log, onDown, onUp }: Omit<ChildOptions, 'dataDir'>
): Promise<Child> {
	const stopping = new AbortController();
	let running: Running | undefined;

	async function launch(): Promise<Running> {
		await plan.prepare();
		stopping.signal.throwIfAborted();
		running = spawnChild(plan, log);
		await waitUntilReady(plan, running.exited, log);
		log.info({ child: plan.name, pid: running.process.pid }, `${plan.name} is ready`);
		return running;
	}

	async function relaunch(firstAttempt: number): Promise<{ next: Running; attempts: number }> {
		for (let attempt = firstAttempt; ; attempt++) {
			await sleep(restartDelay(attempt), undefined, { signal: stopping.signal });
			try {
				return { next: await launch(), attempts: attempt + 1 };
			} catch (error) {
				stopping.signal.throwIfAborted();
				running = undefined;
				log.error({ child: plan.name, err: error }, `${plan.name} could not be restarted yet`);
			}
		}
	}

	async function watch(first: Running): Promise<void> {
		let next = first;
		let attempts = 0;
		for (;;) {
			const since = performance.now();
			const reason = await next.exited;
			if (stopping.signal.aborted) return;
			running = undefined;
			log.error({ child: plan.name, reason }, `${plan.name} ended unexpectedly, restarting it`);
			onDown?.(reason);
			// One that was steady starts afresh; one that keeps falling over is given ever more time.
			if (performance.now() - since > STEADY_MS) attempts = 0;
			({ next, attempts } = await relaunch(attempts));
			onUp?.();
		}
	}

	async function end(): Promise<void> {
		stopping.abort();
		if (running) {
			const { process, exited } = running;
			const send = (signal: NodeJS.Signals) => void process.kill(signal);
			await endProcess({ send, signals: plan.stopSignals, gone: exited });
			log.info({ child: plan.name }, `${plan.name} has stopped`);
		}
		await watching;
		running = undefined;
		await rm(plan.pidFile, { force: true });
	}

	const first = await launch().catch(async (error) => {
		await rm(plan.pidFile, { force: true });
		throw error;
	});
	const watching = watch(first).catch((error) => {
		if (!stopping.signal.aborted) throw error;
	});

	let ended: Promise<void> | undefined;
	return { pid: () => running?.process.pid, stop: () => (ended ??= end()) };
}

function spawnChild(plan: ChildPlan, log: Log): Running {
	const { file, args, uid, gid } = plan.command;
	const child = spawn(file, args, {
		// Its own process group: Ctrl-C in a terminal signals the whole group, and the databases must
		// outlive the server's last requests.
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
		// Nothing of ours: no PG… variable may redirect it, no secret may leak into it.
		env: { PATH: process.env.PATH, LC_ALL: 'C' },
		...(uid === undefined ? {} : { uid }),
		...(gid === undefined ? {} : { gid })
	});
	// Synchronous on purpose: hardly a moment between the fork and this line to be killed in.
	if (child.pid !== undefined) writePidFile(plan.pidFile, child.pid);

	// Should the server leave without stopping it (an exception at the top, process.exit): at least ask
	// it to end; the next start waits for that.
	const ask = () => void child.kill(plan.stopSignals[0]);
	process.once('exit', ask);
	child.once('exit', () => process.off('exit', ask));

	const lastWords: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({ input: stream }).on('line', (line) => {
			log.debug({ child: plan.name, pid: child.pid }, line);
			lastWords.push(line);
			if (lastWords.length > LAST_WORDS) lastWords.shift();
		});
	}

	const exited = new Promise<string>((resolve) => {
		child.once('error', (error) => resolve(`it could not be started: ${error.message}`));
		child.once('exit', async (code, signal) => {
			// Let the pipes run dry first; not for long, since its own children may hold them open.
			await Promise.race([new Promise((done) => child.once('close', done)), sleep(100)]);
			const how = signal ? `killed by ${signal}` : `exit code ${code}`;
			resolve([how, ...lastWords].join('\n'));
		});
	});
	return { process: child, exited };
}

async function waitUntilReady(plan: ChildPlan, exited: Promise<string>, log: Log): Promise<void> {
	let reason: string | undefined;
	exited.then((text) => (reason = text));
	let report = performance.now() + REPORT_MS;
	while (!(await plan.isReady().catch(() => false))) {
		await Promise.race([exited, sleep(POLL_MS)]);
		if (reason !== undefined) {
			throw new Error(`${plan.name} ended before it was ready: ${reason}`);
		}
		if (performance.now() > report) {
			log.warn({ child: plan.name }, `${plan.name} is still starting (recovering its data?)`);
			report += REPORT_MS;
		}
	}
}
