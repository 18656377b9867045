import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandOf, endProcess, hasArguments, isTaken, readPidFile, runs } from './processes.ts';

test.each([
	['/usr/bin/postgres -D /data/postgres -c port=5432', true],
	['/usr/bin/postgres -D /data/postgres', true],
	['/usr/bin/postgres -D /data/postgres2', false],
	['/usr/bin/postgres -D /other/data/postgres', false],
	['postgres: checkpointer', false]
])('%s: is it ours? %s', (command, ours) => {
	expect(hasArguments(command, '-D /data/postgres')).toBe(ours);
});

test('a process is known by its arguments, and until it is gone', async () => {
	const sleeper = spawn('sleep', ['60']);
	const pid = Number(sleeper.pid);
	expect(await commandOf(pid)).toBe('sleep 60');
	expect(await runs(pid, '60')).toBe(true);
	expect(await runs(pid, '6')).toBe(false);
	sleeper.kill();
	await once(sleeper, 'exit');
	expect(await commandOf(pid)).toBeUndefined();
	expect(isTaken(pid)).toBe(false);
});

test('a process is asked politely, and no longer than needed', async () => {
	const sleeper = spawn('sleep', ['60']);
	const sent: NodeJS.Signals[] = [];
	const send = (signal: NodeJS.Signals) => {
		sent.push(signal);
		sleeper.kill(signal);
	};
	await endProcess({ send, signals: ['SIGINT', 'SIGQUIT'], gone: once(sleeper, 'exit') });
	expect(sent).toEqual(['SIGINT']);
});

test.each([
	['12345\n', 12345],
	['12345\n/data/postgres\n1795448775\n5432\n', 12345],
	['', undefined],
	['0\n', undefined],
	['-1\n', undefined],
	['nonsense', undefined]
])('the pid file %j holds %s', async (text, pid) => {
	const folder = await mkdtemp(join(tmpdir(), 'lhb-pid-'));
	await writeFile(join(folder, 'pid'), text);
	expect(await readPidFile(join(folder, 'pid'))).toBe(pid);
	expect(await readPidFile(join(folder, 'none'))).toBeUndefined();
	await rm(folder, { recursive: true });
});
