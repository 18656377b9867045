/** What every part of the bench works with. */
import type { ChildProcess } from 'node:child_process';
import { openFloor } from './floors.ts';
import type { Floor } from './floors.ts';
import { openProduct } from './product.ts';
import type { Product } from './product.ts';
import type { Stage } from './stage.ts';
import { call } from './wire/calls.ts';
import type { OpenWalls } from './processes/generator.ts';
import { COMPANY_ROOM } from './world.ts';

export interface Bench {
	stage: Stage;
	quick: boolean;
	product: Product;
	/** Servers that can be watched: the product, then the floors. */
	contenders: readonly Contender[];
}

export type ContenderName = 'product' | 'Socket.IO' | 'ws';

export interface Contender {
	name: ContenderName;
	server: Floor;
	room?: string;
	/** Holds its walls. */
	walls: ChildProcess;
}

export async function openBench(
	stage: Stage,
	options: { quick: boolean; flags: readonly string[]; floors: boolean }
): Promise<Bench> {
	const product = await openProduct(stage, options.flags);
	const watched: Floor = { ...product, protocol: 'socket.io' };
	const contenders: Contender[] = [
		{
			name: 'product',
			server: watched,
			room: COMPANY_ROOM,
			walls: await stage.fork('generator.ts')
		}
	];
	if (options.floors) {
		for (const [name, protocol] of [
			['Socket.IO', 'socket.io'],
			['ws', 'ws']
		] as const)
			contenders.push({
				name,
				server: await openFloor(stage, product, protocol),
				walls: await stage.fork('generator.ts')
			});
	}
	return { stage, quick: options.quick, product, contenders };
}

export async function openWallsOf({ server, room, walls }: Contender, count: number) {
	const { port, protocol } = server;
	await call(walls, 'open', { port, protocol, room, count } satisfies OpenWalls);
}

/** Gives the floors a frame of the product's to send. */
export async function giveFrame({ contenders }: Bench, frame: string): Promise<void> {
	for (const { name, server } of contenders)
		if (name !== 'product') await call(server.child, 'frame', frame);
}

/** What the product sends when a sale is posted. Its walls must be open. */
export async function sampleFrame(bench: Bench): Promise<string> {
	const [own] = bench.contenders;
	const { port, key } = own!.server;
	return call<string>(own!.walls, 'sample', {
		target: { port, key },
		number: bench.product.take(1)
	});
}
