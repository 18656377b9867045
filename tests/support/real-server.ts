import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shiftClock = fileURLToPath(new URL('./shift-process-clock.mjs', import.meta.url));

export interface RealServer {
	process: ChildProcess;
	port: number;
	url: string;
	/** What it logged, line by line. */
	log: readonly string[];
	/** Ends it and waits until it is gone. */
	end(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * `node server/main.ts` (or another `script`) as a process of its own, on a free port; resolves when it is ready. Its
 * clock is `clockOffset` milliseconds ahead of the machine's.
 */
export async function startRealServer(options: {
	dataDir: string;
	script?: string;
	clockOffset?: number;
	env?: Record<string, string>;
}): Promise<RealServer> {
	const { dataDir, script = 'server/main.ts', clockOffset = 0, env = {} } = options;
	const child = spawn(process.execPath, ['--import', shiftClock, script], {
		cwd: root,
		env: {
			PATH: process.env.PATH,
			HOST: '127.0.0.1',
			PORT: '0',
			DATA_DIR: dataDir,
			CLOCK_OFFSET: String(clockOffset),
			SHUTDOWN_TIMEOUT: '2',
			...env
		},
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const log: string[] = [];
	createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
	const port = await new Promise<number>((resolve, reject) => {
		createInterface({ input: child.stdout }).on('line', (line) => {
			log.push(line);
			if (process.env.DEBUG) console.error(line);
			const found = /"port":(\d+)/.exec(line);
			if (found) resolve(Number(found[1]));
		});
		child.once('exit', () => reject(new Error(`the server did not start:\n${log.join('\n')}`)));
	});
	return {
		process: child,
		port,
		url: `http://127.0.0.1:${port}`,
		log,
		async end(signal = 'SIGTERM') {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const gone = once(child, 'exit');
			child.kill(signal);
			await gone;
		}
	};
}
