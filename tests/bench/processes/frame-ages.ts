import { now } from '../wire/clock.ts';
import type { Walls } from '../wire/walls.ts';

/** A frame as a wall got it: the last position counted in, and when it came. */
export type SeenFrame = [position: number, at: number];

const AS_OF = Buffer.from('"asOf":{"position":');
const COMMA = 0x2c;
const BRACE = 0x7d;

function positionIn(frame: Buffer): number | undefined {
	const at = frame.indexOf(AS_OF);
	if (at === -1) return undefined;
	const from = at + AS_OF.length;
	let to = from;
	while (frame[to] !== COMMA && frame[to] !== BRACE) to++;
	return Number(frame.toString('latin1', from, to));
}

let seen: SeenFrame[] = [];

/** Notes for every frame of every wall which position it shows and when it came. */
export const frameAges = {
	begin(walls: Walls): void {
		seen = [];
		walls.watch((frame) => {
			const position = positionIn(frame);
			if (position !== undefined) seen.push([position, now()]);
		});
	},
	end(walls: Walls): SeenFrame[] {
		walls.watch(undefined);
		return seen;
	}
};
