/** The page of a board. Its scenes come as one JSON text, which the editor writes: read by readPlan of lib/scenes. */
import { z } from 'zod';
import { code, name } from './fields.ts';

export const boardForm = z.object({
	name,
	metric: code,
	/** The revision that was on the screen: somebody else may have saved since. */
	revision: z.coerce.number().int().min(0).default(0),
	plan: z.string().max(400_000).default('{"scenes":[]}')
});

/** A new board: its scenes follow in the editor. */
export const newBoardForm = z.object({ code, name, metric: code.default('sales') });

/** A copy of a board. */
export const copyBoardForm = z.object({ code, name });

export type BoardForm = z.output<typeof boardForm>;
export type NewBoardForm = z.output<typeof newBoardForm>;

/** What the editor asks to see before it is saved. */
export const draftRequest = z.object({
	metric: z.string().max(64),
	/** Code of the unit whose display looks on. */
	unit: z.string().max(64),
	plan: z.unknown()
});
