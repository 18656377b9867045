/** Loaded into a process with `--import`: answers `memory` over IPC. */
export interface Usage {
	/** What is reachable: the heap after a collection, and what it holds outside, bytes. */
	heap: number;
	/** What the system has given the process, bytes. */
	resident: number;
}

process.on('message', (message) => {
	if (message !== 'memory') return;
	globalThis.gc?.();
	globalThis.gc?.();
	const { heapUsed, external, rss } = process.memoryUsage();
	process.send?.({ memory: { heap: heapUsed + external, resident: rss } satisfies Usage });
});
// No process outlives the bench, however that ends: the product stops as on any SIGTERM.
process.on('disconnect', () => {
	if (process.listenerCount('SIGTERM') > 0) process.kill(process.pid, 'SIGTERM');
});
// The probe alone keeps nobody alive.
process.channel?.unref();
