import { readFile } from 'node:fs/promises';

/** A process and everything it has started, by what the kernel says. */
async function familyOf(pid: number): Promise<number[]> {
	const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
	const pids = children.split(' ').filter(Boolean).map(Number);
	return [pid, ...(await Promise.all(pids.map(familyOf))).flat()];
}

/** Stops a process and its children without ending them; gives what lets them go on. Linux only. */
export async function freeze(pid: number): Promise<() => void> {
	const family = await familyOf(pid);
	for (const member of family) process.kill(member, 'SIGSTOP');
	return () => {
		for (const member of family) process.kill(member, 'SIGCONT');
	};
}
