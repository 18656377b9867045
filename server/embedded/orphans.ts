import type { Log } from './log.ts';
import { endProcess, readPidFile, runs, signalStranger, waitUntilGone } from './processes.ts';

/**
 * Stops the child that a killed server (kill -9, out of memory) left running, if there is one.
 *
 * Stopped rather than taken over: its output goes into a pipe that nobody reads, it is not our child
 * so its end would go unnoticed, and its settings may be those of an older release. A clean stop
 * loses nothing and takes less time than asking.
 *
 * Only the holder of the data folder's lock may call this.
 */
export async function stopOrphan(options: {
	name: string;
	pidFile: string;
	/** Arguments that only our child has: the flag that names its data folder. */
	words: string;
	signals: NodeJS.Signals[];
	log: Log;
}): Promise<void> {
	const { name, pidFile, words, signals, log } = options;
	const pid = await readPidFile(pidFile);
	if (pid === undefined || !(await runs(pid, words))) return;
	log.warn({ child: name, pid }, `stopping the ${name} that a killed server left behind`);
	await endProcess({
		send: (signal) => signalStranger(pid, signal),
		signals,
		gone: waitUntilGone(pid, words)
	});
}
