/** What the editor of a board tells the stage on which it shows a scene (src/routes/tv/draft). */
import type { BoardState } from '../live/board.ts';

export interface DraftMessage {
	kind: 'draft';
	/** Changes with the kind of the scene: another one is drawn anew. */
	key: string;
	board: BoardState;
	/** The id of the scene to show. */
	scene: string;
	/** The server's clock, epoch milliseconds. */
	now: number;
}

/** Undefined for whatever is not ours, or comes from elsewhere. */
export function readDraftMessage(event: MessageEvent<unknown>): DraftMessage | undefined {
	if (event.origin !== location.origin) return undefined;
	const message = event.data as DraftMessage | undefined;
	return message?.kind === 'draft' ? message : undefined;
}
