/** What every scene's component is given. */
import type { Turn } from '$lib/domain/programme.ts';
import type { BoardState } from '$lib/live/board.ts';
import type { SceneKind, SceneOptions } from './kinds.ts';
import type { SceneState } from './states.ts';

export interface SceneProps<Kind extends SceneKind> {
	options: SceneOptions<Kind>;
	/** `state` is a rune's name. */
	scene: SceneState<Kind>;
	board: BoardState;
	/** The server's clock, epoch milliseconds. */
	now: number;
	/** Since when the server is away; absent while it is there. */
	staleSince: number | undefined;
	/** The time it has. */
	turn: Omit<Turn, 'id'>;
}
