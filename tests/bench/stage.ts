/** What the bench measures on: the product, the floors beside it, and who puts load on them. */
import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ready } from './wire/calls.ts';

const PATIENCE_MS = 20_000;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
export const root = here('../..');
/** Answers what a process holds in memory. */
export const probe = here('processes/memory-probe.ts');

/**
 * Everything that was started, in order; closed in reverse. Processes have groups of their own: Ctrl-C reaches
 * the bench alone, which then ends everybody in order.
 */
export interface Stage {
	/** A folder of its own, gone at the end. */
	folder(name: string): Promise<string>;
	/** A script of `processes/` that answers calls. */
	fork(script: string, flags?: readonly string[]): Promise<ChildProcess>;
	/** The product's own entry, or another program. */
	spawn(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess;
	/** Something else to close. */
	onClose(close: () => Promise<unknown>): void;
	close(): Promise<void>;
}

/** Asks, then insists. */
async function end(child: ChildProcess, ask: () => unknown): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, 'exit');
	ask();
	const patience = new AbortController();
	const late = delay(PATIENCE_MS, 'late', { signal: patience.signal }).catch(() => undefined);
	if ((await Promise.race([gone, late])) === 'late') child.kill('SIGKILL');
	patience.abort();
	await gone;
}

export function openStage(): Stage {
	const closers: (() => Promise<unknown>)[] = [];
	let closing: Promise<void> | undefined;
	return {
		async folder(name) {
			const path = await mkdtemp(join(tmpdir(), `lhb-bench-${name}-`));
			closers.push(() => rm(path, { recursive: true, force: true }));
			return path;
		},
		async fork(script, flags = []) {
			const child = fork(here(`processes/${script}`), {
				execArgv: ['--expose-gc', '--import', probe, ...flags],
				serialization: 'advanced',
				stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
				detached: true
			});
			// It closes what it has open when the bench lets go of it.
			closers.push(() => end(child, () => child.disconnect()));
			await ready(child);
			return child;
		},
		spawn(args, env) {
			const child = spawn(process.execPath, args, {
				cwd: root,
				env: { ...process.env, ...env },
				stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
				detached: true
			});
			closers.push(() => end(child, () => child.kill('SIGTERM')));
			return child;
		},
		onClose(close) {
			closers.push(close);
		},
		close() {
			closing ??= (async () => {
				for (const closer of closers.toReversed())
					await closer().catch((error: unknown) => console.error('closing:', error));
			})();
			return closing;
		}
	};
}
