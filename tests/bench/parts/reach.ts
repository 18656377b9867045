/** (a) A sale is posted → the change has reached the last of so many walls. */
import { giveFrame, openWallsOf, sampleFrame } from '../bench.ts';
import type { Bench, Contender } from '../bench.ts';
import { interleave, median, quantile } from '../measure.ts';
import type { Reach } from '../processes/generator.ts';
import { printTable, times } from '../report.ts';
import { call } from '../wire/calls.ts';

/** Longer than a tick and the recomputation after it: every sale finds the server at rest. */
const PAUSE_MS = 150;

export async function reach(bench: Bench): Promise<void> {
	const { contenders, product, quick } = bench;
	const [rounds, perRound] = quick ? [3, 5] : [9, 7];
	const rows = [];
	for (const count of quick ? [100, 1_000] : [100, 1_000, 5_000]) {
		for (const contender of contenders) await openWallsOf(contender, count);
		const frame = await sampleFrame(bench);
		await giveFrame(bench, frame);

		const once = async ({ server, walls }: Contender): Promise<number[]> => {
			const { port, key } = server;
			const from = product.take(perRound);
			const asked: Reach = { target: { port, key }, from, count: perRound, pause: PAUSE_MS };
			return call<number[]>(walls, 'reach', asked);
		};
		// A round of nobody's: code is compiled, connections of the pool are open.
		for (const contender of contenders) await once(contender);
		const results = await interleave(
			rounds,
			Object.fromEntries(contenders.map((c) => [c.name, () => once(c)]))
		);
		const of = (name: string) => median(results[name]!.map(median));
		const [own, room, sockets] = [of('product'), of('Socket.IO'), of('ws')];
		rows.push([
			count,
			Buffer.byteLength(frame),
			own,
			quantile(results.product!.flat(), 0.95),
			room,
			sockets,
			times(own, room),
			times(own, sockets)
		]);
		for (const { walls } of contenders) await call(walls, 'close');
	}
	printTable(
		'(a) sale posted → last wall has the change, ms',
		['walls', 'bytes', 'product', 'p95', 'Socket.IO', 'ws', 'to Socket.IO', 'to ws'],
		rows
	);
}
