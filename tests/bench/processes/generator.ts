/** A load generator: holds walls of one server, posts to it, and measures what comes back. Forked by the bench. */
import { setTimeout as delay } from 'node:timers/promises';
import { sale } from '../world.ts';
import { answerCalls } from '../wire/calls.ts';
import { now } from '../wire/clock.ts';
import { Poster } from '../wire/poster.ts';
import type { Target } from '../wire/poster.ts';
import type { Protocol } from '../wire/wall.ts';
import { openWalls } from '../wire/walls.ts';
import type { Walls } from '../wire/walls.ts';
import { frameAges } from './frame-ages.ts';
import { postFor } from './post-for.ts';

let walls: Walls | undefined;

export interface OpenWalls {
	port: number;
	protocol: Protocol;
	room?: string | undefined;
	count: number;
}

export interface Reach {
	target: Target;
	/** Numbers of the sales to post, one after the other. */
	from: number;
	count: number;
	/** Between one sale and the next, milliseconds: longer than the server's tick. */
	pause: number;
}

answerCalls({
	async open({ count, ...options }: OpenWalls): Promise<void> {
		walls?.close();
		walls = await openWalls(count, options, now);
	},

	close(): void {
		walls?.close();
		walls = undefined;
	},

	/** The frame that a sale causes, as it came. */
	async sample({ target, number }: { target: Target; number: number }): Promise<string> {
		const poster = await Poster.open(target);
		const frame = walls!.sample();
		await poster.post(JSON.stringify(sale({ number })));
		poster.close();
		return frame;
	},

	/** Milliseconds from each POST to the last wall's frame. */
	async reach({ target, from, count, pause }: Reach): Promise<number[]> {
		const poster = await Poster.open(target);
		const times: number[] = [];
		for (let number = from; number < from + count; number++) {
			const form = sale({ number });
			const last = walls!.reached(`"amount":${form.amount}`);
			const body = JSON.stringify(form);
			const start = now();
			const { status } = await poster.post(body);
			if (status !== 201) throw new Error(`a sale was answered ${status}`);
			times.push((await last) - start);
			await delay(pause);
		}
		poster.close();
		return times;
	},

	post: postFor,

	/** Begins to note how old frames are; `ages` ends it. */
	watch: () => frameAges.begin(walls!),
	ages: () => frameAges.end(walls!)
});
