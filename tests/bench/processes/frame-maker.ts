import type { BoardState } from '../../../src/lib/live/board.ts';
import type { Overview } from '../../../src/lib/scenes/states.ts';
import type { Delta } from '../../../src/lib/live/protocol.ts';
import type { Frame } from './broadcast.ts';

export interface Newest {
	position: number;
	amount: number;
}

/**
 * Makes frames of the product's bytes out of one that it sent: the newest entry's amount and the position
 * are those of the sale at hand, all else is as it was.
 */
export function frameMaker(sample: string): (newest: Newest) => Frame {
	const [event, room, delta] = JSON.parse(sample.slice(2)) as [string, string, Delta];
	const patch = delta.patch as Partial<BoardState>;
	const [scene] = Object.values(patch.scenes ?? {}) as Partial<Overview>[];
	const rows = Object.values(scene?.latest?.rows ?? {}).filter((row) => row !== null);
	const row = rows.at(-1);
	if (!patch.asOf || !row) throw new Error(`not a frame of a sale: ${sample}`);
	return ({ position, amount }) => {
		patch.asOf!.position = position;
		row.amount = amount;
		return [event, room, delta];
	};
}
