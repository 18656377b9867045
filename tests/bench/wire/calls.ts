/** Calls between the bench and the processes that it forks: a name, one argument, one answer. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

interface Call {
	id: number;
	name: string;
	argument: unknown;
}

interface Answer {
	id: number;
	value?: unknown;
	error?: string;
}

type Handler = (argument: never) => unknown;

/** In the forked process: answers calls until the bench goes away. */
export function answerCalls(handlers: Readonly<Record<string, Handler>>): void {
	process.on('message', async ({ id, name, argument }: Call) => {
		const answer: Answer = { id };
		try {
			answer.value = await handlers[name]!(argument as never);
		} catch (error) {
			answer.error = error instanceof Error ? (error.stack ?? error.message) : String(error);
		}
		if (process.connected) process.send!(answer);
	});
	// The bench closes with a call; should it be killed, nothing of it stays.
	process.on('disconnect', async () => {
		await handlers.close?.(undefined as never);
		process.exit(0);
	});
	process.channel!.ref();
	process.send!('ready');
}

let calls = 0;

/** In the bench: calls a process and waits for its answer. Throws when it answers with an error or ends. */
export async function call<Result>(
	child: ChildProcess,
	name: string,
	argument?: unknown
): Promise<Result> {
	const id = ++calls;
	return new Promise<Result>((resolve, reject) => {
		const done = () => {
			child.off('message', hear);
			child.off('exit', ended);
		};
		const hear = (message: unknown) => {
			const answer = message as Answer;
			if (answer.id !== id) return;
			done();
			if (answer.error === undefined) resolve(answer.value as Result);
			else reject(new Error(`${name}: ${answer.error}`));
		};
		const ended = (code: number | null) => {
			done();
			reject(new Error(`${name}: the process ended (${code})`));
		};
		child.on('message', hear);
		child.on('exit', ended);
		child.send({ id, name, argument } satisfies Call);
	});
}

/** Resolves when a forked process answers calls. */
export async function ready(child: ChildProcess): Promise<void> {
	const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
	if (said !== 'ready') throw new Error(`a process of the bench did not start (${String(said)})`);
}
