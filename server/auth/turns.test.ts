import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

/** Work that ends when it is told to. */
function work() {
	let end = () => {};
	let began = false;
	const done = new Promise<void>((resolve) => (end = resolve));
	return {
		run: async () => {
			began = true;
			await done;
		},
		end,
		began: () => began
	};
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('[SIGNIN-4] as much runs at once as is allowed, some waits, the rest is refused at once', async () => {
	const turns = createTurns({ atOnce: 2, waiting: 1 });
	const [first, second, third, fourth] = [work(), work(), work(), work()];
	const running = [first, second, third].map(({ run }) => turns.tryRun(run));
	expect(running.every((turn) => turn !== undefined)).toBe(true);
	expect(turns.tryRun(fourth.run)).toBeUndefined();
	await settle();
	expect([first, second, third, fourth].map((w) => w.began())).toEqual([true, true, false, false]);

	first.end();
	await settle();
	expect(third.began()).toBe(true);
	second.end();
	third.end();
	await Promise.all(running);
	const again = work();
	again.end();
	await turns.tryRun(again.run);
	expect(again.began()).toBe(true);
});

test('work that fails hands its turn on', async () => {
	const turns = createTurns({ atOnce: 1, waiting: 5 });
	const failing = turns.run(() => Promise.reject(new Error('broken')));
	const next = turns.run(() => Promise.resolve('done'));
	await expect(failing).rejects.toThrow('broken');
	expect(await next).toBe('done');
});
