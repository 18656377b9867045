/** (e) What a viewer costs the server in memory. */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { openWallsOf } from '../bench.ts';
import type { Bench, Contender } from '../bench.ts';
import { printTable, times } from '../report.ts';
import { call } from '../wire/calls.ts';
import type { Usage } from '../processes/memory-probe.ts';

const SETTLE_MS = 2_000;

type Figure = keyof Usage;

async function usageOf(child: ChildProcess): Promise<Usage> {
	const answer = new Promise<Usage>((resolve) => {
		const hear = (message: unknown) => {
			const { memory } = message as { memory?: Usage };
			if (!memory) return;
			child.off('message', hear);
			resolve(memory);
		};
		child.on('message', hear);
	});
	child.send('memory');
	return answer;
}

/** From a server that nobody watches to one with so many walls. */
async function perViewer(contender: Contender, count: number): Promise<Record<Figure, number>> {
	const { child } = contender.server;
	const before = await usageOf(child);
	await openWallsOf(contender, count);
	await delay(SETTLE_MS);
	const after = await usageOf(child);
	await call(contender.walls, 'close');
	const each = (figure: Figure) => (after[figure] - before[figure]) / count / 1_000;
	return { heap: each('heap'), resident: each('resident') };
}

export async function memory({ contenders, quick }: Bench): Promise<void> {
	const count = quick ? 1_000 : 5_000;
	const rows = [];
	let own: number | undefined;
	for (const contender of contenders) {
		const { heap, resident } = await perViewer(contender, count);
		own ??= heap;
		rows.push([contender.name, heap, resident, times(own, heap)]);
	}
	printTable(
		`(e) memory per viewer, kB, ${count} viewers`,
		['', 'live', 'resident', 'product to it (live)'],
		rows
	);
}
