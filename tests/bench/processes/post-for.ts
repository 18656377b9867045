import { sale } from '../world.ts';
import { now } from '../wire/clock.ts';
import { Poster } from '../wire/poster.ts';
import type { Target } from '../wire/poster.ts';

export interface PostFor {
	target: Target;
	connections: number;
	/** Sales per request; 1: a single object, more: an array. */
	batch: number;
	/** How long, milliseconds; whoever is waiting then still gets an answer. */
	ms: number;
	/** Number of the first sale; each takes the next. */
	from: number;
}

export interface PostedFor {
	/** Sales that were recorded, and in how many milliseconds. */
	sales: number;
	ms: number;
	/** When each position was posted, on the common clock; only for single sales. */
	startedAt: [position: number, at: number][];
}

const idIn = (body: string): number => Number(/^\{"id":(\d+)/.exec(body)?.[1]);

/** Posts over so many connections as fast as each is answered. */
export async function postFor(options: PostFor): Promise<PostedFor> {
	const { target, connections, batch, ms } = options;
	let number = options.from;
	let sales = 0;
	const startedAt: PostedFor['startedAt'] = [];
	const posters = await Promise.all(Array.from({ length: connections }, () => Poster.open(target)));
	const start = now();

	async function work(poster: Poster): Promise<void> {
		while (now() - start < ms) {
			const forms = Array.from({ length: batch }, () => sale({ number: number++ }));
			const body = JSON.stringify(batch === 1 ? forms[0] : forms);
			const at = now();
			const answer = await poster.post(body);
			if (answer.status !== (batch === 1 ? 201 : 207))
				throw new Error(`a post was answered ${answer.status} ${answer.body.slice(0, 200)}`);
			sales += batch;
			if (batch === 1) startedAt.push([idIn(answer.body), at]);
		}
	}
	await Promise.all(posters.map(work));
	const took = now() - start;
	for (const poster of posters) poster.close();
	return { sales, ms: took, startedAt };
}
