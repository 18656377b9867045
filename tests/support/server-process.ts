import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./embedded-server.ts', import.meta.url));

export interface RunningServer {
	process: ChildProcess;
	/** Pids of the children. */
	postgres: number;
	redis: number;
	url: string;
	path: string;
}

/** Starts `embedded-server.ts` as a process of its own; resolves with what it says or, failing that, its errors. */
export async function runServer(
	dataDir: string,
	env: NodeJS.ProcessEnv = process.env
): Promise<{ process: ChildProcess; said: string; errors: string }> {
	// The Node of this test, and a process group of its own, as in a terminal.
	const server = spawn(process.execPath, [script, dataDir], { detached: true, env });
	let errors = '';
	server.stderr.on('data', (chunk) => (errors += chunk));
	const said = await Promise.race([
		once(server.stdout, 'data').then(([chunk]) => String(chunk)),
		once(server, 'close').then(() => '')
	]);
	return { process: server, said, errors };
}

export async function startServer(dataDir: string): Promise<RunningServer> {
	const { process, said, errors } = await runServer(dataDir);
	if (!said) throw new Error(`the server did not start: ${errors}`);
	return { ...JSON.parse(said), process };
}

export async function kill(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (server.exitCode !== null || server.signalCode !== null) return;
	const gone = once(server, 'exit');
	server.kill(signal);
	await gone;
}
