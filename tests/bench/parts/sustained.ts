/** (b) Sales per second sustained while walls watch, and how old what they are shown is. */
import { setTimeout as delay } from 'node:timers/promises';
import { giveFrame, openWallsOf, sampleFrame } from '../bench.ts';
import type { Bench, Contender } from '../bench.ts';
import { interleave, median, quantile } from '../measure.ts';
import type { SeenFrame } from '../processes/frame-ages.ts';
import type { PostedFor, PostFor } from '../processes/post-for.ts';
import { printTable, times } from '../report.ts';
import { call } from '../wire/calls.ts';

const POSTERS = 32;
/** Frames still under way when the last post is answered. */
const REST_MS = 500;
/** More numbers than a run can use. */
const NUMBERS = 1_000_000;

interface Sustained {
	perSecond: number;
	/** p99 over all frames of all walls, milliseconds. */
	age: number;
	framesPerWall: number;
}

export async function sustained(bench: Bench): Promise<void> {
	const { contenders, product, quick, stage } = bench;
	const rounds = quick ? 2 : 5;
	const ms = quick ? 2_000 : 5_000;
	const posters = await stage.fork('generator.ts');

	async function run({ server, walls }: Contender, count: number): Promise<Sustained> {
		await call(walls, 'watch');
		const posted = await call<PostedFor>(posters, 'post', {
			target: { port: server.port, key: server.key },
			connections: POSTERS,
			batch: 1,
			ms,
			from: product.take(NUMBERS)
		} satisfies PostFor);
		await delay(REST_MS);
		const frames = await call<SeenFrame[]>(walls, 'ages');
		const startedAt = new Map(posted.startedAt);
		const ages = frames.flatMap(([position, at]) => {
			const started = startedAt.get(position);
			return started === undefined ? [] : [at - started];
		});
		return {
			perSecond: (posted.sales / posted.ms) * 1_000,
			age: quantile(ages, 0.99),
			framesPerWall: frames.length / count
		};
	}

	const rows = [];
	for (const count of [100, 1_000]) {
		for (const contender of contenders) await openWallsOf(contender, count);
		await giveFrame(bench, await frameOfABurst(bench, posters));
		const results = await interleave(
			rounds,
			Object.fromEntries(contenders.map((c) => [c.name, () => run(c, count)]))
		);
		const of = (name: string, figure: keyof Sustained) =>
			median(results[name]!.map((result) => result[figure]));
		for (const { name } of contenders)
			rows.push([
				`${count} · ${name}`,
				of(name, 'perSecond'),
				of(name, 'age'),
				of(name, 'framesPerWall') / ((ms + REST_MS) / 1_000),
				times(of('product', 'perSecond'), of(name, 'perSecond')),
				times(of('product', 'age'), of(name, 'age'))
			]);
		for (const { walls } of contenders) await call(walls, 'close');
	}
	printTable(
		`(b) ${POSTERS} posters, ${ms / 1_000} s`,
		['walls', 'sales/s', 'age p99 ms', 'frames/s', 'product to it: sales/s', 'age'],
		rows
	);
}

/** What the product sends in a burst: bigger than after a single sale. */
async function frameOfABurst(bench: Bench, posters: Contender['walls']): Promise<string> {
	const { contenders, product } = bench;
	const { server } = contenders[0]!;
	const target = { port: server.port, key: server.key };
	const posting = call(posters, 'post', {
		target,
		connections: POSTERS,
		batch: 1,
		ms: 1_000,
		from: product.take(NUMBERS)
	} satisfies PostFor);
	// The middle of the burst.
	await delay(500);
	const frame = await sampleFrame(bench);
	await posting;
	return frame;
}
